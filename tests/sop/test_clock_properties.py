"""What must hold for every clock, whatever happened to the complaint."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from complaints.deadlines import ClockFacts, ClockState, DueGroup, clock, due_at, due_words
from complaints.sop import AssignmentFacts, LevelFacts, RequestFacts

FIRST = date(2024, 2, 1)
LEVELS = ["IMMEDIATE_NEED", "URGENT", "NO_ISSUE_LEVEL", "UNKNOWN", ""]
TYPES = ["ISSUE_LEVEL_CHANGE", "CONTRACT_CHANGE", "CMS_ISSUE", "CATEGORY_CHANGE"]
RESETS = ["T.1.a", "T.1.b", "T.1.c", "T.1.d", "H.3", "T.1.other"]

days = st.integers(0, 60).map(lambda count: FIRST + timedelta(days=count))
levels = st.sampled_from(LEVELS)


@st.composite
def requests(
    draw, kinds=TYPES, statuses=("DRAFT", "CANCELLED", "SUBMITTED", "PENDING", "APPROVED")
):
    asked = draw(days)
    status = draw(st.sampled_from(statuses))
    answered = status in ("APPROVED", "REJECTED")
    return RequestFacts(
        draw(st.sampled_from(kinds)),
        status=status,
        submitted_on=draw(st.sampled_from([asked, None])),
        decided_on=asked + timedelta(days=draw(st.integers(0, 20))) if answered else None,
        requested_issue_level=draw(levels),
    )


ANY = ("DRAFT", "CANCELLED", "SUBMITTED", "PENDING", "APPROVED", "REJECTED")


@st.composite
def cases(draw, statuses=ANY):
    """A complaint with assignments, levels and requests in any order of events."""
    started = sorted(draw(st.lists(days, min_size=1, max_size=4)))
    reasons = ["FIRST", *draw(st.lists(st.sampled_from(RESETS), min_size=3, max_size=3))]
    seen = sorted(draw(st.lists(days, min_size=1, max_size=3)))
    found = [LevelFacts(day, draw(levels)) for day in seen]
    return ClockFacts(
        as_of=draw(days),
        received_date=started[0] - timedelta(days=draw(st.integers(0, 5))),
        assignment_date=started[-1],
        issue_level=found[-1].issue_level,
        issue_level_request_status=draw(st.sampled_from([None, "PENDING", "APPROVED", "REJECTED"])),
        resolution_date=draw(st.one_of(st.none(), days)),
        assignments=tuple(
            AssignmentFacts("H1234", day, reason=reason)
            for day, reason in zip(started, reasons, strict=False)
        ),
        levels=tuple(found),
        requests=tuple(draw(st.lists(requests(statuses=statuses), max_size=3))),
    )


@given(cases())
def test_it_is_never_due_before_it_starts(case: ClockFacts):
    read = clock(case)

    assert all(one.due_on > read.start for one in read.readings if one.due_on)
    assert read.start < read.due_on
    assert read.start < read.contact_due_on


@given(cases())
def test_the_earliest_reading_counts(case: ClockFacts):
    read = clock(case)

    assert read.due_on == min(one.due_on for one in read.readings if one.due_on)
    assert read.due_on <= read.start + timedelta(days=read.days)
    assert read.readings[0].due_on == read.start + timedelta(days=read.days)


@given(cases(), requests(statuses=["REJECTED"]), st.integers(0, 3))
def test_a_rejected_request_never_changes_the_due_date(case: ClockFacts, request, place: int):
    more = (*case.requests[:place], request, *case.requests[place:])
    before, after = clock(case), clock(replace(case, requests=more))

    assert after.due_on == before.due_on
    assert after.readings[0] == before.readings[0]
    assert after.state == before.state


@given(cases(), requests(kinds=TYPES[1:], statuses=["SUBMITTED", "PENDING", "REJECTED"]))
def test_other_requests_do_not_touch_the_clock(case: ClockFacts, request):
    before, after = clock(case), clock(replace(case, requests=(*case.requests, request)))

    assert (after.due_on, after.state, after.readings) == (
        before.due_on,
        before.state,
        before.readings,
    )


@given(cases(), st.lists(st.sampled_from(RESETS), min_size=2, max_size=4), st.data())
def test_the_order_of_resets_on_one_day_does_not_matter(case: ClockFacts, reasons, data):
    day = case.start + timedelta(days=data.draw(st.integers(0, 9)))
    mixed = data.draw(st.permutations(reasons))
    one, other = (
        clock(
            replace(
                case,
                assignment_date=day,
                assignments=(
                    *case.assignments,
                    *(AssignmentFacts("H1234", day, reason=reason) for reason in order),
                ),
            )
        )
        for order in (reasons, mixed)
    )

    assert (one.due_on, one.readings, one.lines) == (other.due_on, other.readings, other.lines)


@given(cases(), requests(kinds=["ISSUE_LEVEL_CHANGE"], statuses=["SUBMITTED", "PENDING"]))
def test_a_pending_level_request_stops_the_clock_and_moves_no_date(case: ClockFacts, request):
    case = replace(case, requests=(*case.requests, request))
    read = clock(case)

    assert read.state == (ClockState.ENDED if case.resolution_date else ClockState.STOPPED)
    assert read.readings[1].due_on is None


@given(cases(statuses=["DRAFT", "CANCELLED"]))
def test_what_never_went_to_cms_counts_for_nothing(case: ClockFacts):
    plain = replace(case, requests=())

    assert clock(case).lines == clock(plain).lines
    assert clock(case).due_on == clock(plain).due_on


@given(cases(), st.integers(1, 400))
def test_a_whole_story_moved_in_time_is_due_as_much_later(case: ClockFacts, count: int):
    shift = timedelta(days=count)

    def moved(one, *names):
        found = {name: getattr(one, name) for name in names}
        return replace(one, **{name: day + shift for name, day in found.items() if day})

    later = replace(
        moved(case, "as_of", "received_date", "assignment_date", "resolution_date"),
        assignments=tuple(moved(one, "assigned_on") for one in case.assignments),
        levels=tuple(moved(one, "seen_on") for one in case.levels),
        requests=tuple(moved(one, "submitted_on", "decided_on") for one in case.requests),
    )

    assert clock(later).due_on == clock(case).due_on + shift
    assert clock(later).state == clock(case).state


@given(cases(), days)
def test_the_day_it_is_read_changes_words_alone(case: ClockFacts, day: date):
    read, other = clock(case), clock(replace(case, as_of=day))

    assert (read.due_on, read.due_at, read.state) == (other.due_on, other.due_at, other.state)
    assert len(read.lines) == len(other.lines)


@given(cases())
def test_every_line_speaks_and_cites(case: ClockFacts):
    for line in clock(case).lines:
        assert line.text
        assert line.rules
        assert line.citation
        assert "None" not in line.text


@given(days, days, st.integers(0, 24 * 60 * 60 - 1))
def test_overdue_and_left_never_overlap(due_on: date, day: date, second: int):
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    said = due_words(due_on, now)

    is_past = now >= due_at(due_on, "America/New_York") + timedelta(minutes=1)
    assert said.text.endswith("overdue") == is_past == (said.group == DueGroup.OVERDUE)
