"""Each figure of the control room against a plain count over the same complaints, read one by one."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from complaints.control_room.figures import FIGURES
from complaints.control_room.page import ControlRoom
from complaints.control_room.population import DIMENSIONS, Room
from complaints.models import CaseworkUpload, Complaint, Resolution, ScenarioChoice
from complaints.models.choices import UploadState
from plan_requests.models import PlanRequest
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db

ZONES = {"H1234": "America/New_York", "H5678": "Pacific/Kiritimati", "S4802": "Pacific/Pago_Pago"}
LEVELS = ("IMMEDIATE_NEED", "URGENT", "NO_ISSUE_LEVEL", "UNKNOWN")
AGES = (0, 1, 2, 2, 3, 6, 7, 8, 14, 15, 21, 22, 29, 30, 31, 90)
AGE_OF = {
    "age-0": (-9, 2),
    "age-3": (3, 7),
    "age-8": (8, 14),
    "age-15": (15, 21),
    "age-22": (22, 30),
}
STATUSES = (None, None, None, "PENDING", "APPROVED", "REJECTED")
NOTE = "The claim was rerun and paid, and she was told by phone today."


@pytest.fixture
def people():
    return [make_user("caseworker", ZONES, username=name) for name in ("casey", "priya")]


@pytest.fixture
def sam(people):
    return make_user("supervisor", ZONES)


@pytest.fixture
def seeded(people, sam):
    """About 120 complaints over three time zones, drawn once and for all."""
    choose = random.Random(11)
    for zone_of, zone in ZONES.items():
        contract = make_contract(zone_of, time_zone=zone)
        contract.time_zone = zone
        contract.save()
        for number in range(40):
            _draw(choose, contract, people, AGES[number % len(AGES)])
    make_complaint(contract="H9999", assignee=people[0])
    _send_closings(choose, people)
    _follow_good_cause(people)


def _draw(choose, contract, people, age):
    today = contract.today
    received = today - timedelta(days=age)
    closed = choose.random() < 0.4
    make_complaint(
        contract=contract,
        received_date=received,
        assignment_date=received + timedelta(days=choose.choice((0, 0, 1))),
        issue_level=choose.choice(LEVELS),
        assignee=choose.choice([*people, None]),
        contract_change_request_status=choose.choice(STATUSES),
        issue_level_request_status=choose.choice(STATUSES),
        cms_lead_change_request_status=choose.choice(STATUSES),
        resolution_date=received + timedelta(days=choose.randint(0, age)) if closed else None,
    )


def _send_closings(choose, people):
    """Closings in every state for a third of all; a withdrawn one counts for nothing."""
    states = [*UploadState]
    for place, complaint in enumerate(Complaint.objects.order_by("pk")[::3]):
        resolution = Resolution(
            complaint=complaint,
            assignment=complaint.assignments.get(),
            author=choose.choice(people),
            note=NOTE,
            withdrawn_at=datetime.now(UTC) if place % 5 == 0 else None,
        )
        # Past the SOP: what is counted here is records in all their states, however they came.
        QuerySet(Resolution).bulk_create([resolution])
        row = CaseworkUpload.enqueue_resolution(resolution)
        CaseworkUpload.objects.filter(pk=row.pk).update(state=states[place % len(states)])
    reached = [
        pk
        for pk in Complaint.objects.order_by("pk").values_list("pk", flat=True)
        if choose.random() < 0.6
    ]
    Complaint.objects.filter(pk__in=reached).update(last_contact_at=datetime.now(UTC))
    unseen = Complaint.objects.filter(resolution_date=None).order_by("pk").values("pk")[::9]
    Complaint.objects.filter(pk__in=[row["pk"] for row in unseen]).update(
        out_of_view_since=datetime.now(UTC).date()
    )


# The plain count: every definition once more in Python, over complaints read one by one.
WAITS = {"QUEUED", "SENDING", "EXPORTED", "UNCERTAIN"}
REFUSED = {"FAILED", "BLOCKED", "NEEDS_DECISION"}


def _follow_good_cause(people):
    """Each second complaint that is resolved; of those each third was dismissed again."""
    resolved = Complaint.objects.exclude(resolution_date=None).order_by("pk")
    for number, complaint in enumerate(resolved[::2]):
        said = [True, False] if number % 3 == 2 else [True]
        ScenarioChoice.objects.bulk_create(
            ScenarioChoice(
                complaint=complaint, scenario="GOOD_CAUSE", accepted=accepted, author=people[0]
            )
            for accepted in said
        )


def counted_in(complaint, days=90):
    """The keys of the figures that count this complaint."""
    today = datetime.now(ZoneInfo(ZONES[complaint.contract_id])).date()
    keys = (
        _resolved(complaint, today, days) if complaint.resolution_date else _open(complaint, today)
    )
    if complaint.received_date > today - timedelta(days=days):
        keys.add("arrived")
    return keys


def _resolved(complaint, today, days):
    if complaint.resolution_date <= today - timedelta(days=days):
        return set()
    keys = {"resolved", "late" if complaint.resolution_date > complaint.due_on else "on-time"}
    chosen = [choice.accepted for choice in complaint.scenario_choices.order_by("pk")]
    if chosen[-1:] == [True]:
        keys |= {"left-out"} | ({"left-out-on-time"} & {f"left-out-{key}" for key in keys})
    return keys


def _open(complaint, today):
    step = complaint.due_on
    if complaint.next_step_rule in ("H.note.4", "CFR.contact.7d", "Q.1.a.count"):
        step = min(step, complaint.contact_due_on)
    tomorrow = today + timedelta(days=1)
    keys = {"open"} | _waiting(complaint)
    said = {
        "overdue": complaint.due_on < today,
        "contact-late": step < today <= complaint.due_on,
        "due-today": step == today,
        "due-tomorrow": step == tomorrow,
        "unassigned": complaint.assignee_id is None,
        "immediate": complaint.issue_level in ("IMMEDIATE_NEED", "UNKNOWN"),
        "out-of-view": complaint.out_of_view_since is not None,
    }
    keys |= {key for key, true in said.items() if true}
    if today <= complaint.due_on <= tomorrow:
        keys |= _at_risk(complaint)
    age = (today - complaint.received_date).days
    keys |= {key for key, (least, most) in AGE_OF.items() if least <= age <= most}
    return keys | ({"age-31"} if age > 30 else set())


def _waiting(complaint):
    keys = {
        key
        for key, status in (
            ("cms-contract", complaint.contract_change_request_status),
            ("cms-level", complaint.issue_level_request_status),
            ("cms-lead", complaint.cms_lead_change_request_status),
        )
        if status == "PENDING"
    }
    if keys:
        keys.add("awaiting-cms")
    if any(row.state in WAITS for row in complaint.uploads.all()):
        keys.add("with-hpms")
    return keys


def _at_risk(complaint):
    closings = {
        row.state
        for row in complaint.uploads.all()
        if row.resolution and not row.resolution.withdrawn_at
    }
    keys = set()
    if closings & WAITS:
        keys.add("closing-waits")
    if closings & REFUSED:
        keys.add("closing-refused")
    if complaint.last_contact_at is None and not closings & (WAITS | REFUSED | {"ACCEPTED"}):
        keys.add("uncontacted")
    return keys | ({"at-risk"} if keys else set())


def split(complaint):
    """The value of each dimension."""
    live = [r for r in complaint.resolutions.all() if not r.withdrawn_at]
    level = complaint.issue_level
    return {
        "level": "IMMEDIATE_NEED" if level == "UNKNOWN" else level,
        "contract": complaint.contract_id,
        "assignee": complaint.assignee_id,
        "closer": live[0].author_id if live else complaint.assignee_id,
        "received": complaint.received_date,
        "resolved": complaint.resolution_date,
    }


def plain(days=90):
    """(complaint, its figures) of the three contracts."""
    return [(c, counted_in(c, days)) for c in Complaint.objects.filter(contract__in=ZONES)]


def test_every_figure_is_what_a_plain_count_says_and_opens_the_very_complaints_it_counts(
    seeded, sam
):
    for days in (30, 90):
        found, room = plain(days), Room(sam, days)
        for key in FIGURES:
            expected = {complaint.pk for complaint, keys in found if key in keys}
            assert expected, f"no complaint made here shows {key}"
            assert room.total(key) == {key: len(expected)}, key
            assert {complaint.pk for complaint in room.rows(key)} == expected, key


def test_the_parts_of_a_figure_are_what_a_plain_count_says_and_open_as_many_rows(seeded, sam):
    found, room = plain(), Room(sam)
    for dimension, key in product(
        DIMENSIONS, ("overdue", "at-risk", "resolved", "late", "arrived")
    ):
        expected = Counter(split(complaint)[dimension] for complaint, keys in found if key in keys)
        counted = {value: counts[key] for value, counts in room.by(dimension, key).items()}
        assert +Counter(counted) == expected, (dimension, key)
        for value, number in expected.items():
            assert room.rows(key, {dimension: value}).count() == number, (key, value)


def test_the_page_says_these_numbers_and_each_total_is_the_sum_of_its_lines(seeded, sam):
    expected = Counter(key for _, keys in plain() for key in keys)
    room = ControlRoom(sam)
    said = {h.cell.figure.key: h.cell.number for h in room.headlines}
    assert said == {key: expected[key] for key in said}
    for table in (room.team, *room.timeliness):
        for column, cell in enumerate(table.total.cells):
            assert cell.number == expected[cell.figure.key]
            assert cell.number == sum(line.cells[column].number for line in table.lines)
    assert room.age.total.cells[-1].number == expected["open"]
    ages = [line.cells[-1] for line in room.age.lines]
    assert [cell.number for cell in ages] == [expected[cell.figure.key] for cell in ages]


def test_the_page_costs_the_same_queries_for_none_and_for_many(
    sam, request, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as of_none:
        ControlRoom(sam)
    request.getfixturevalue("seeded")
    with django_assert_num_queries(len(of_none)):
        ControlRoom(sam)
    assert len(of_none) <= 12


def test_it_counts_nothing_of_the_other_plan(seeded, people):
    olive = make_user("supervisor", ["H9999"], username="olive")
    assert Room(olive).total("open") == {"open": 1}
    assert make_user("supervisor", [], username="ada").contracts.count() == 0
    nowhere = Room(make_user("supervisor", [], username="bea"))
    assert nowhere.total("open", "overdue") == {"open": 0, "overdue": 0}


def test_a_day_is_each_contracts_own(sam):
    """One date, due today in one zone, overdue where it is tomorrow already."""
    east, west = (make_contract(pk).pk for pk in ("H5678", "S4802"))
    for pk in (east, west):
        contract = make_contract(pk)
        contract.time_zone = ZONES[pk]
        contract.save()
    day = make_contract(west).today
    assert make_contract(east).today > day
    ids = [make_complaint(contract=pk, due_on=day).pk for pk in (east, west)]
    room = Room(sam)
    assert [c.pk for c in room.rows("overdue")] == ids[:1]
    assert [c.pk for c in room.rows("due-today")] == ids[1:]


def test_what_cms_took_over_is_no_longer_the_plans_to_work_on(sam):
    kept, taken = make_complaint(), make_complaint()
    Complaint.objects.filter(pk=taken.pk).update(with_cms_since=datetime.now(UTC))
    assert [c.pk for c in Room(sam).rows("open")] == [kept.pk]


def test_a_hundred_percent_is_said_only_when_nothing_was_late(sam):
    today = make_contract().today
    for number in range(3):
        make_complaint(due_on=today - timedelta(days=int(number == 0)), resolution_date=today)
    level = ControlRoom(sam).by_level
    assert level.lines[1].on_time == "66.6%"
    assert level.lines[0].on_time == ""
    assert level.total.on_time == "66.6%"


def good_cause(complaint, person, accepted=True):
    ScenarioChoice.enter(complaint.pk, person, "GOOD_CAUSE", accepted=accepted)


def test_the_share_as_cms_is_expected_to_count_leaves_good_cause_out(sam, people):
    today = make_contract().today
    late, *_ = [
        make_complaint(due_on=today - timedelta(days=int(number == 0)), resolution_date=today)
        for number in range(4)
    ]
    assert ControlRoom(sam).expected is None
    good_cause(late, people[0])
    Complaint.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=1))

    room = ControlRoom(sam)

    assert room.by_level.total.on_time == "75.0%"
    assert (room.expected.on_time, room.expected.counted) == ("100.0%", 3)
    assert [c.pk for c in Room(sam).rows("left-out")] == [late.pk]
    good_cause(late, people[0], accepted=False)
    assert ControlRoom(sam).expected is None


@pytest.mark.parametrize(("status", "left_out"), [("APPROVED", 1), ("REJECTED", 0)])
def test_an_approved_enrollment_exception_is_left_out(sam, people, status, left_out):
    complaint = make_complaint(resolution_date=make_contract().today)
    asked = {"reason_code": "ENROLLMENT_EXCEPTION", "status": status, "author": people[0]}
    QuerySet(PlanRequest).bulk_create(
        [PlanRequest(complaint=complaint, request_type="CMS_ISSUE", **asked)]
    )

    assert Room(sam).rows("left-out").count() == left_out


def test_the_complaint_page_and_the_api_say_that_it_is_expected_not_to_count(client, people):
    complaint, other = make_complaint(), make_complaint()
    good_cause(complaint, people[0])
    client.force_login(people[0])
    rest = APIClient()
    rest.force_authenticate(people[0])

    said = {
        one.pk: (
            "Expected not to count" in client.get(f"/complaints/{one.pk}/").content.decode(),
            rest.get(f"/api/v1/complaints/{one.pk}/").json()["metric_exclusion"],
        )
        for one in (complaint, other)
    }

    assert said == {
        complaint.pk: (True, "Good cause reinstatement request (SOP P, note 2)"),
        other.pk: (False, ""),
    }
