"""Releases of the layout, known by the names of their columns; what a run says when it knows none."""

from datetime import date

import pytest

from complaints.models import Complaint, ComplaintChange
from complaints.sop.index import step
from hpms_sync.layouts import COLUMNS, LAYOUTS, Column, column_name, layout_of, upload_fields
from hpms_sync.models import QuarantinedRecord, SyncAlert
from tests.sync.road import CASE, OTHER, Road
from tests.sync.test_repeated_download import row_versions

OF_2025 = [column.name for column in COLUMNS]
DETAILS = ("AGENT_BROKER_FNAME", "AGENT_BROKER_LNAME", "AGENT_BROKER_NPN", "AGENT_BROKER_FMO")
OF_2024 = [
    {"AGENT_BROKER_NOTES": "AGENT_BROKER_INFORMATION"}.get(name, name)
    for name in OF_2025
    if name not in DETAILS
]
BEFORE_2024 = [
    {"CMS_LEAD_CHANGE_REQUESTS": "CMS_ISSUE_CHANGE_REQUESTS"}.get(name, name)
    for name in OF_2024
    if name not in {"SWIFT", "SWIFT_CONTROL_NUMBER"}
]
# As the memo's sample prints them.
DAMAGED = {
    "CONTACT_LNAME": "CONTACT LNAME",
    "COMPLAINT_SUMMARY": "COMPLAINT SUMMARY",
    "PREFERRED_LANGUAGE": "PREFERRED LANGUAGE",
    "AGENT_BROKER_LNAME": "AGENT BROKER LNAME",
    "AGENT_BROKER_NPN": "AGENT BROKER NPN",
    "AGENT_BROKER_NOTES": "AGENT BROKER NOTES",
    "PLAN_CASEWORK_NOTES": "PLAN_CASEWORK NOTES",
    "CONTACT_PLAN_BEFORE_COMPLAINT_ENTERED": "CONTACT PLAN BEFORE COMPLAINT ENTERED",
    "ISSUE_LEVEL_CHANGE_REQUESTS": "ISSUE LEVEL CHANGE REQUESTS",
    "RESOLUTION_NOTIFICATION": "RESOLUTION NOTIFICATION",
    "ACCESSIBLE_FORMAT": "ACCESSIBLE FORMAT",
}


def version_of(names: list[str]) -> str | None:
    layout = layout_of(names)
    return layout and layout.version


# Recognized by names


@pytest.mark.parametrize(
    ("names", "version", "count"),
    [(OF_2025, "2025-10", 42), (OF_2024, "2024-10", 38), (BEFORE_2024, "pre-2024", 36)],
    ids=["2025-10", "2024-10", "pre-2024"],
)
def test_it_knows_a_release_by_its_columns(names: list[str], version: str, count: int) -> None:
    layout = layout_of(names)
    assert layout is not None
    assert (layout.version, len(names)) == (version, count)
    assert layout.names == tuple(map(column_name, names))
    assert layout_of([*reversed(names), "STAR_MEASURE"]) is layout


def test_it_knows_the_damaged_print_of_the_memo() -> None:
    names = [DAMAGED.get(name, name) for name in OF_2025]
    assert version_of(["\ufeff" + names[0].lower(), *names[1:]]) == "2025-10"
    assert [column_name(name) for name in names] == OF_2025


@pytest.mark.parametrize(
    "missing", ["COMPLAINT_ID", "ISSUE_LEVEL", "COMPLAINT_CATEGORY", "AGENT_BROKER_FNAME"]
)
def test_it_knows_no_release_where_a_mark_or_a_required_column_is_missing(missing: str) -> None:
    assert version_of([name for name in OF_2025 if name != missing]) is None


def test_it_knows_a_release_without_a_column_that_may_be_missing() -> None:
    assert version_of([name for name in OF_2025 if name != "CASEWORKER"]) == "2025-10"


def test_no_release_takes_another_for_itself() -> None:
    for layout, names in zip(LAYOUTS, (OF_2025, OF_2024, BEFORE_2024), strict=True):
        assert [other.version for other in LAYOUTS if other.has(frozenset(names))] == [
            layout.version
        ]


@pytest.mark.parametrize(("day", "count"), [(date(2025, 10, 30), 7), (date(2025, 10, 31), 13)])
def test_the_upload_has_six_fields_more_since_the_end_of_october_2025(
    day: date, count: int
) -> None:
    fields = upload_fields(day)
    assert len(fields) == count
    assert fields[6].name == "Resolution Notification"


@pytest.mark.parametrize(
    ("place", "column"), list(enumerate(COLUMNS, 1)), ids=lambda one: getattr(one, "name", "")
)
def test_the_index_of_steps_tells_each_column(place: int, column: Column) -> None:
    told = step(column.rule)
    assert told.text.startswith(f"Column {place}: ")
    assert f"{column.length:,} characters" in told.text


# What a run says


@pytest.fixture
def road(quick_road: Road) -> Road:
    for number in range(4):
        quick_road.add(f"C260000000{number}")
    return quick_road


def alerts() -> list[SyncAlert]:
    return list(SyncAlert.objects.filter(kind="LAYOUT_CHANGED", ended_at=None))


def set_all(road: Road, drop: tuple[str, ...] = (), **columns: str) -> None:
    for complaint_id in road.added:
        road.set(complaint_id, drop=drop, **columns)


def test_it_tells_the_layout_of_a_run(road: Road) -> None:
    assert road.download().counts["layout"] == "2025-10"
    again = road.download().counts
    assert (again["unchanged"], again["layout"]) == (4, "2025-10")
    assert alerts() == []


def test_it_tells_an_older_layout_and_misses_nothing_that_layout_never_had(road: Road) -> None:
    set_all(road, (*DETAILS, "AGENT_BROKER_NOTES"), AGENT_BROKER_INFORMATION="Seen at the mall")
    assert road.download().counts["layout"] == "2024-10"
    set_all(
        road,
        ("SWIFT", "SWIFT_CONTROL_NUMBER", "CMS_LEAD_CHANGE_REQUESTS"),
        CMS_ISSUE_CHANGE_REQUESTS="Pending",
    )
    counts = road.download().counts
    assert counts["layout"] == "pre-2024"
    assert "layout_change" not in counts
    assert alerts() == []
    complaint = Complaint.objects.get(pk="C2600000001")
    assert complaint.agent_broker_notes == "Seen at the mall"
    assert complaint.cms_lead_change_request_status == "PENDING"
    assert (complaint.swift, complaint.review_flags) == (False, ["DL.SWIFT"])


def test_it_alerts_about_a_layout_it_does_not_know_until_one_comes_that_it_knows(
    road: Road,
) -> None:
    set_all(road, ("AGENT_BROKER_FNAME",))
    counts = road.download().counts
    assert (counts["layout"], counts["new"]) == ("unknown", 4)
    alert = alerts()[0]
    assert alert.key == road.key
    assert "of no layout known here" in alert.words
    road.download()  # unchanged: still not known
    assert alerts() == [alert]
    set_all(road, AGENT_BROKER_FNAME="")
    road.download()
    assert alerts() == []


def test_it_alerts_about_a_column_that_many_records_lack(road: Road) -> None:
    set_all(road, ("COMPLAINANT_SATISFIED", "SWIFT"))
    assert road.download().counts["layout_change"] == ["DL.SWIFT"]
    assert "missing or unreadable in many records: SWIFT." in alerts()[0].words
    set_all(road, SWIFT="No")
    road.download()
    assert alerts() == []


def test_it_does_not_alert_about_one_odd_record(road: Road) -> None:
    road.set("C2600000001", drop=("AGENT_BROKER_FNAME", "SWIFT"))
    assert road.download().counts["layout"] == "2025-10"
    assert alerts() == []


def test_it_keeps_the_column_of_category_requests_that_may_come_one_day(road: Road) -> None:
    road.set("C2600000001", **{"CATEGORY/SUBCATEGORY_CHANGE_REQUESTS": "Pending"})
    road.download()
    complaint = Complaint.objects.get(pk="C2600000001")
    assert complaint.extra_columns == {"CATEGORY_CHANGE_REQUESTS": "Pending"}
    assert complaint.pending_requests == []


# The same in other bytes


def test_it_takes_the_same_values_under_other_headings_for_no_change(quick_road: Road) -> None:
    road = quick_road
    for complaint_id in (CASE, OTHER):
        road.add(complaint_id, COMMENTS="a < b")
    road.download()
    before, history = row_versions(), ComplaintChange.objects.count()
    digest = bytes(Complaint.objects.get(pk=CASE).record_digest)
    road.set(CASE, drop=("COMMENTS",), **{" Comments ": "a < b"})
    counts = road.download().counts
    assert (counts["changed"], counts["unchanged"], counts["late"]) == (0, 2, 0)
    assert ComplaintChange.objects.count() == history
    assert bytes(Complaint.objects.get(pk=CASE).record_digest) != digest
    after = row_versions()
    changed = [t for t in before if before[t] != after[t]]
    assert changed == ["complaints_complaint"]
    road.download()
    assert row_versions() == after


# Columns shifted


@pytest.mark.parametrize("column", ["BENE_ID", "CONTACT_FNAME", "CONTACT_LNAME"])
def test_it_keeps_a_record_aside_whose_name_or_number_is_a_whole_text(
    quick_road: Road, column: str
) -> None:
    words = " ".join(str(number) for number in range(2_000))
    quick_road.add(CASE, **{column: words})
    quick_road.add(OTHER, **{column: words[:250]})
    quick_road.download()
    record = QuarantinedRecord.objects.get()
    assert (record.complaint_id, record.column) == (CASE, column)
    assert "columns seem to be shifted" in record.reason
    assert Complaint.objects.get(pk=OTHER).review_flags == [f"DL.{column}"]
