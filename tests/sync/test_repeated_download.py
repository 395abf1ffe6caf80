"""The same data again changes nothing; one changed column changes one row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint, ComplaintChange
from hpms_sync.simulator.process import SimulatorProcess
from tests.sync.road import CASE, OTHER, Road


def row_versions() -> dict[str, dict[str, str]]:
    """Row versions (xmin) of every row of every complaints table, by table and primary key."""
    tables = [t for t in connection.introspection.table_names() if t.startswith("complaints_")]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT ctid::text, xmin::text FROM "{table}"')
            found[table] = dict(cursor.fetchall())
    return found


def test_it_leaves_every_row_version_as_it_is_over_twenty_downloads(full_road: Road) -> None:
    full_road.download()
    note = full_road.note(complaint_id=full_road.hpms.case("due_today_plain"))
    full_road.upload()
    full_road.download()
    assert note.pk
    before = row_versions()
    assert len(before["complaints_complaint"]) > 40
    for _ in range(20):
        run = full_road.download()
        assert run.counts["new"] == run.counts["changed"] == run.counts["late"] == 0
    assert row_versions() == before


def test_it_changes_one_row_and_adds_one_history_line_for_one_changed_column(road: Road) -> None:
    road.add(CASE)
    road.add(OTHER)
    road.download()
    before, lines = row_versions(), ComplaintChange.objects.count()
    road.set(CASE, PREFERRED_CALL_TIME="Mornings")
    run = road.download()
    after = row_versions()
    assert run.counts["changed"] == 1
    changed = set(after["complaints_complaint"].items()) - set(
        before["complaints_complaint"].items()
    )
    assert len(changed) == 1
    assert ComplaintChange.objects.count() == lines + 1
    line = ComplaintChange.objects.get(column="preferred_call_time")
    assert (line.complaint_id, line.old, line.new) == (CASE, "ANY", "Mornings")
    assert after["complaints_contractassignment"] == before["complaints_contractassignment"]


def test_it_keeps_what_the_plan_owns_when_hpms_changes(road: Road) -> None:
    road.add()
    road.download()
    Complaint.objects.filter(pk=CASE).update(assignee=road.casey())
    road.note()
    road.set(COMMENTS="CMS asks for a call.")
    road.download()
    complaint = Complaint.objects.get(pk=CASE)
    assert complaint.assignee == road.casey()
    assert complaint.caseworknotes.count() == 1


@pytest.mark.parametrize("shape", ["", "complaints"])
def test_it_reads_a_bare_array_and_one_under_a_key(shape: str, transactional_db: None) -> None:
    from tests.sync.conftest import key_at

    with SimulatorProcess(complaints=30, arguments=["--download-wrapper", shape]) as hpms:
        Road(hpms, key_at(hpms)).download()
    assert Complaint.objects.count() > 15


def test_it_asks_no_more_queries_for_more_unchanged_records(road: Road) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            road.download()
        return len(captured)

    for number in range(5):
        road.add(f"C26000000{number:02}")
    road.download()
    few = queries()
    for number in range(5, 40):
        road.add(f"C26000000{number:02}")
    road.download()
    assert queries() == few
