"""Due dates: the golden table `due_dates.csv` and how the clock speaks."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from complaints.deadlines import (
    Clock,
    ClockFacts,
    ClockState,
    DueGroup,
    LineKind,
    Standing,
    clock,
    due_words,
    standing,
)
from complaints.sop import AssignmentFacts, LevelFacts, RequestFacts
from tests.sop.clock_stories import told, us_day, us_moment

EASTERN = ZoneInfo("America/New_York")
ALWAYS = {"H.note.timeframe", "CFR.contact.7d"}
with (Path(__file__).parent / "due_dates.csv").open(encoding="utf-8") as table:
    ROWS = list(csv.DictReader(table))


def others(read: Clock) -> dict[str, str]:
    return {
        reading.name: f"{reading.due_on:%-m/%-d/%Y}" if reading.due_on else "later"
        for reading in read.readings[1:]
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_it_is_due_as_the_golden_table_says(row: dict[str, str]):
    read = clock(told(row))

    assert read.due_on == us_day(row["due"])
    assert read.state == row["state"].upper()
    assert others(read) == dict(
        one.split(" ") for one in filter(None, row["other_readings"].split("; "))
    )
    assert read.contact_due_on == us_day(row["contact_due"])
    assert {rule for line in read.lines for rule in line.rules} - ALWAYS == set(
        row["rules"].split()
    )
    assert (read.due_at.hour, read.due_at.minute) == (23, 59)
    assert read.due_at.date() == read.due_on
    if row["due_utc"]:
        assert read.due_at.astimezone(UTC).replace(tzinfo=None) == us_moment(row["due_utc"])


def test_the_golden_table_has_each_case_once():
    assert len({row["case"] for row in ROWS}) == len(ROWS) >= 60


def facts(**values) -> ClockFacts:
    """Assigned Friday, August 22, 2025; read on the Saturday."""
    day = date(2025, 8, 22)
    plain = {"as_of": date(2025, 8, 23), "received_date": day, "assignment_date": day}
    return ClockFacts(**{**plain, "issue_level": "URGENT", **values})


def texts(read: Clock, kind: LineKind) -> list[str]:
    return [line.text for line in read.lines if line.kind is kind]


def test_the_sum_is_explained_with_its_rules_and_regulation():
    first, contact = clock(facts(issue_level="IMMEDIATE_NEED", plan_type="PDP")).lines

    assert first.text == (
        "Immediate Need: assigned Fri 8/22 + 2 calendar days = Sun 8/24, 11:59 PM. Weekends count."
    )
    assert first.rules == ("CFR.resolve.immediate", "H.note.timeframe")
    assert first.citation == "42 CFR 423.129, SOP H, note on timeframes"
    assert contact.text == "Contact due by Fri 8/29: nobody tried yet"
    assert contact.rules == ("CFR.contact.7d",)


def test_a_day_of_another_year_is_said_with_its_year():
    read = clock(facts(as_of=date(2026, 1, 2)))

    assert "assigned Fri 8/22/2025 + 7 calendar days = Fri 8/29/2025" in read.lines[0].text


def test_a_level_nobody_knows_is_said_to_be_so():
    first = clock(facts(issue_level="Very urgent", assignment_date=None)).lines[0]

    assert first.text.startswith(
        "Level not recognized, counted as Immediate Need: received Fri 8/22"
    )


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ({}, "Contact due by Fri 8/29: nobody tried yet"),
        (
            {"first_attempted_on": date(2025, 8, 23)},
            "Contact due by Fri 8/29: tried Sat 8/23, nobody reached yet",
        ),
        ({"first_reached_on": date(2025, 8, 23)}, "Contact made Sat 8/23, due by Fri 8/29"),
    ],
)
def test_the_regulation_s_contact_is_told(contact: dict, words: str):
    read = clock(facts(**contact))

    assert texts(read, LineKind.CONTACT) == [words]
    assert read.contact_reached_on == contact.get("first_reached_on")


@pytest.mark.parametrize(
    ("as_of", "reached", "missed"),
    [
        (date(2025, 8, 29), None, False),
        (date(2025, 8, 30), None, True),
        (date(2025, 8, 30), date(2025, 8, 28), False),
    ],
)
def test_a_missed_contact_is_marked(as_of: date, reached: date | None, missed: bool):
    *_, line = clock(facts(as_of=as_of, first_reached_on=reached)).lines

    assert line.missed is missed
    if not reached:
        assert line.text == f"Contact {'was ' if missed else ''}due by Fri 8/29: nobody tried yet"


def test_the_way_to_the_date_is_told_event_by_event():
    read = clock(
        facts(
            as_of=date(2025, 9, 10),
            received_date=date(2025, 8, 20),
            assignments=(
                AssignmentFacts("H1234", date(2025, 8, 22)),
                AssignmentFacts("H5678", date(2025, 9, 6), reason="T.1.d"),
            ),
            levels=(
                LevelFacts(date(2025, 8, 22), "IMMEDIATE_NEED"),
                LevelFacts(date(2025, 8, 30), "URGENT"),
            ),
            requests=(
                RequestFacts(
                    "ISSUE_LEVEL_CHANGE",
                    status="REJECTED",
                    submitted_on=date(2025, 9, 7),
                    decided_on=date(2025, 9, 9),
                ),
                RequestFacts("CATEGORY_CHANGE", status="PENDING", submitted_on=date(2025, 9, 7)),
            ),
        )
    )

    assert texts(read, LineKind.EVENT) == [
        "Received Wed 8/20. The clock counts from the assignment date.",
        "Assigned to H1234 Fri 8/22, the first time.",
        "Level changed from Immediate Need to Urgent, seen Sat 8/30. Lowering it by itself does not"
        " date the assignment anew.",
        "Assigned anew to H5678 Sat 9/6: contract changed. The clock starts anew.",
        "Category request handed to CMS Sun 9/7. The clock runs on.",
        "Issue level request handed to CMS Sun 9/7. The clock stops.",
        "Issue level request rejected by CMS Tue 9/9. The original date stands.",
    ]
    assert texts(read, LineKind.READING) == [
        "Due Mon 9/15, 11:59 PM, if the days CMS took to decide do not count"
    ]
    assert [line.citation for line in read.lines if line.rules == ("T.1.d",)] == ["SOP T, step 1.d"]


@pytest.mark.parametrize(
    ("reason", "words", "source"),
    [
        ("T.1.a", "re-opened by CMS", "SOP T, step 1.a"),
        ("T.1.b", "issue level raised", "SOP T, step 1.b"),
        ("T.1.c", "CMS Issue set or removed", "SOP T, step 1.c"),
        ("T.1.d", "contract changed", "SOP T, step 1.d"),
        ("H.3", "issue level request approved", "SOP H, step 3"),
        ("T.1.other", "HPMS shows another date", "SOP T, step 1"),
    ],
)
def test_each_reset_is_told_with_its_reason_and_source(reason: str, words: str, source: str):
    first = AssignmentFacts("H1234", date(2025, 8, 22))
    anew = AssignmentFacts("H5678", date(2025, 8, 23), reason=reason)
    line = clock(facts(assignments=(first, anew))).lines[-2]

    assert line.text == f"Assigned anew to H5678 Sat 8/23: {words}. The clock starts anew."
    assert line.citation == source


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        (
            "ISSUE_LEVEL_CHANGE",
            "APPROVED",
            "Issue level request approved by CMS Sat 8/23. The clock starts anew.",
        ),
        (
            "CONTRACT_CHANGE",
            "APPROVED",
            "Contract change request approved by CMS Sat 8/23. The new contract's clock starts anew.",
        ),
        (
            "CONTRACT_CHANGE",
            "REJECTED",
            "Contract change request rejected by CMS Sat 8/23. The date does not change.",
        ),
        (
            "CMS_ISSUE",
            "APPROVED",
            "CMS Issue request approved by CMS Sat 8/23. HPMS dates the assignment anew.",
        ),
        (
            "CMS_ISSUE",
            "REJECTED",
            "CMS Issue request rejected by CMS Sat 8/23. The date does not change.",
        ),
        (
            "CATEGORY_CHANGE",
            "APPROVED",
            "Category request approved by CMS Sat 8/23. The date does not change.",
        ),
        (
            "CATEGORY_CHANGE",
            "REJECTED",
            "Category request rejected by CMS Sat 8/23. The date does not change.",
        ),
    ],
)
def test_each_answer_of_cms_is_told_with_what_it_does(kind: str, status: str, said: str):
    asked, answered = date(2025, 8, 22), date(2025, 8, 23)
    request = RequestFacts(kind, status=status, submitted_on=asked, decided_on=answered)

    handed, told_answer = texts(clock(facts(requests=(request,))), LineKind.EVENT)
    assert " request handed to CMS Fri 8/22. The clock " in handed
    assert told_answer == said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("PENDING", "HPMS shows an issue level request as pending. The clock stops."),
        (
            "APPROVED",
            "HPMS shows an issue level request as approved. HPMS's assignment date counts.",
        ),
        (
            "REJECTED",
            "HPMS shows an issue level request as rejected. The original date stands.",
        ),
    ],
)
def test_what_hpms_alone_shows_is_told_without_a_date(status: str, said: str):
    read = clock(facts(issue_level_request_status=status))
    ours = RequestFacts("ISSUE_LEVEL_CHANGE", status="PENDING")

    assert texts(read, LineKind.EVENT) == [said]
    explained = clock(facts(issue_level_request_status=status, requests=(ours,)))
    assert texts(explained, LineKind.EVENT) == []


def test_the_received_date_is_told_where_it_starts_the_clock():
    read = clock(facts(assignment_date=None, issue_level="NO_ISSUE_LEVEL"))

    assert texts(read, LineKind.EVENT) == [
        "Received Fri 8/22. HPMS gives no assignment date, so this day starts the clock."
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "URGENT",
            "IMMEDIATE_NEED",
            "from Urgent to Immediate Need, seen Sat 8/23. Raising it dates the assignment anew.",
        ),
        ("URGENT", "UNKNOWN", "from Urgent to not recognized, seen Sat 8/23."),
        ("UNKNOWN", "NO_ISSUE_LEVEL", "from not recognized to No Issue Level, seen Sat 8/23."),
    ],
)
def test_a_change_of_level_is_told(old: str, new: str, said: str):
    levels = (LevelFacts(date(2025, 8, 22), old), LevelFacts(date(2025, 8, 23), new))

    assert texts(clock(facts(issue_level=new, levels=levels)), LineKind.EVENT) == [
        f"Level changed {said}"
    ]


@pytest.mark.parametrize(
    ("level", "flagged", "days", "due"),
    [
        ("NO_ISSUE_LEVEL", True, 7, date(2025, 8, 29)),
        ("NO_ISSUE_LEVEL", False, 30, date(2025, 9, 21)),
        ("IMMEDIATE_NEED", True, 2, date(2025, 8, 24)),
        ("UNKNOWN", True, 2, date(2025, 8, 24)),
    ],
)
def test_a_flagged_case_without_a_level_counts_as_urgent(level, flagged, days, due):
    read = clock(facts(issue_level=level, flagged=flagged))

    assert (read.days, read.due_on, len(read.readings)) == (days, due, 1)
    assert ("I.note.1" in read.lines[0].rules) is (days == 7)


def test_the_sum_says_why_a_flagged_case_counts_as_urgent():
    first = clock(facts(issue_level="NO_ISSUE_LEVEL", flagged=True)).lines[0]

    assert first.text == (
        "Flagged, so counted as Urgent though HPMS shows no issue level: assigned Fri 8/22 + 7 calendar "
        "days = Fri 8/29, 11:59 PM. Weekends count."
    )
    assert first.rules == ("CFR.resolve.urgent", "I.note.1", "H.note.timeframe")


def test_a_flagged_case_that_goes_back_to_no_level_restarts_as_urgent():
    asked = RequestFacts(
        "ISSUE_LEVEL_CHANGE",
        status="APPROVED",
        submitted_on=date(2025, 8, 22),
        decided_on=date(2025, 8, 23),
        requested_issue_level="NO_ISSUE_LEVEL",
    )
    read = clock(facts(flagged=True, requests=(asked,)))

    assert others(read) == {"restarted": "8/30/2025"}


def test_the_other_readings_are_told():
    def reading(**values) -> list[str]:
        return texts(clock(facts(**values)), LineKind.READING)

    def approved(kind: str) -> tuple[RequestFacts, ...]:
        days = {"submitted_on": date(2025, 8, 22), "decided_on": date(2025, 8, 23)}
        return (RequestFacts(kind, status="APPROVED", **days),)

    assert reading() == []
    assert reading(issue_level_request_status="PENDING") == [
        "Clock stopped while CMS decides: due later"
    ]
    due = "Due Sat 8/30, 11:59 PM, "
    assert reading(requests=approved("ISSUE_LEVEL_CHANGE")) == [
        f"{due}if the clock starts anew on the day CMS agreed"
    ]
    assert reading(requests=approved("CMS_ISSUE")) == [
        f"{due}if CMS's taking the case dates the assignment anew"
    ]
    assert reading(requests=approved("CONTRACT_CHANGE")) == [
        f"{due}for the new contract, from the day CMS agreed to the move"
    ]
    raised = (
        LevelFacts(date(2025, 8, 22), "NO_ISSUE_LEVEL"),
        LevelFacts(date(2025, 8, 23), "URGENT"),
    )
    assert reading(levels=raised) == [f"{due}if the raised level dates the assignment anew"]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ({}, Standing.OPEN),
        ({"closing_made": True}, Standing.AT_RISK),
        (
            {"closing_made": True, "accepted_on": date(2025, 8, 29)},
            Standing.PROVISIONALLY_ON_TIME,
        ),
        ({"closing_made": True, "accepted_on": date(2025, 8, 30)}, Standing.PROVISIONALLY_LATE),
        (
            {"accepted_on": date(2025, 8, 29), "resolution_date": date(2025, 8, 30)},
            Standing.LATE,
        ),
        (
            {"accepted_on": date(2025, 8, 30), "resolution_date": date(2025, 8, 29)},
            Standing.ON_TIME,
        ),
    ],
)
def test_a_resolution_counts_when_hpms_has_it(closing: dict, expected: Standing):
    assert standing(date(2025, 8, 29), **closing) is expected


@pytest.mark.parametrize(
    ("due", "words", "group"),
    [
        (date(2026, 11, 20), "2 d 10 h overdue", DueGroup.OVERDUE),
        (date(2026, 11, 21), "1 d 10 h overdue", DueGroup.OVERDUE),
        (date(2026, 11, 22), "10 h 43 min overdue", DueGroup.OVERDUE),
        (date(2026, 11, 23), "13 h 17 min left", DueGroup.TODAY),
        (date(2026, 11, 24), "1 d 13 h left", DueGroup.SOON),
        (date(2026, 11, 25), "2 d 13 h left", DueGroup.WEEK),
        (date(2026, 11, 30), "7 d 13 h left", DueGroup.WEEK),
        (date(2026, 12, 1), "8 d left", DueGroup.LATER),
    ],
)
def test_it_says_how_long_there_is(due: date, words: str, group: DueGroup):
    said = due_words(due, datetime(2026, 11, 23, 10, 42, tzinfo=EASTERN))

    assert (said.text, said.group) == (words, group)


@pytest.mark.parametrize(
    ("state", "words"), [("STOPPED", "Clock stopped"), (ClockState.ENDED, "Resolved")]
)
def test_a_stopped_or_ended_clock_counts_nothing(state: str, words: str):
    now = datetime(2026, 11, 23, 10, 42, tzinfo=EASTERN)

    assert due_words(date(2026, 11, 1), now, state=state).text == words


def test_the_last_minute_belongs_to_the_day():
    last = datetime(2026, 11, 23, 23, 59, 30, tzinfo=EASTERN)

    assert due_words(date(2026, 11, 23), last).text == "0 min left"
    assert due_words(date(2026, 11, 23), last + timedelta(seconds=31)).group == DueGroup.OVERDUE


def test_hours_are_real_ones_when_the_clocks_change():
    before = datetime(2025, 11, 1, 23, 59, tzinfo=EASTERN)

    assert due_words(date(2025, 11, 2), before).text == "1 d 1 h left"


def test_today_is_the_contract_s():
    moment = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)

    assert due_words(date(2026, 11, 23), moment, "America/New_York").group == DueGroup.OVERDUE
    assert due_words(date(2026, 11, 23), moment, "America/Los_Angeles").group == DueGroup.TODAY
