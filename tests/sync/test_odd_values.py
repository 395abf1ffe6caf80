"""Values the layout does not allow: the worst case and a review flag, or kept whole and flagged."""

import pytest

from complaints.models import Complaint
from tests.sync.road import CASE, Road


@pytest.fixture
def road(quick_road: Road) -> Road:
    return quick_road


def case() -> Complaint:
    return Complaint.objects.get(pk=CASE)


@pytest.mark.parametrize("column", ["SWIFT", "CONGRESSIONAL"])
@pytest.mark.parametrize("text", ["maybe", "", "Nein"])
def test_it_reads_an_unreadable_flag_as_yes_and_asks_for_a_look(
    road: Road, column: str, text: str
) -> None:
    road.add(**{column: text})
    road.download()
    assert getattr(case(), column.lower()) is True
    assert f"DL.{column}" in case().review_flags


@pytest.mark.parametrize(
    ("text", "read"), [("Y", True), ("Yes", True), ("N", False), ("no", False)]
)
def test_it_reads_yes_and_no_and_their_letters(road: Road, text: str, read: bool) -> None:
    road.add(SWIFT=text, ATTACHMENTS_YN=text)
    road.download()
    assert case().swift is read
    assert case().has_attachments == ("Y" if read else "N")
    assert case().review_flags == []


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("CONTRACT_CHANGE_REQUESTS", "contract_change_request_status"),
        ("ISSUE_LEVEL_CHANGE_REQUESTS", "issue_level_request_status"),
        ("CMS_LEAD_CHANGE_REQUESTS", "cms_lead_change_request_status"),
    ],
)
def test_it_reads_an_unreadable_request_as_pending(road: Road, column: str, field: str) -> None:
    road.add(**{column: "Accepted"})
    road.download()
    assert getattr(case(), field) == "PENDING"
    assert case().review_flags == [f"DL.{column}"]


def test_it_drops_the_flag_when_the_value_comes_readable(road: Road) -> None:
    road.add(SWIFT="maybe")
    road.download()
    road.set(SWIFT="No")
    road.download()
    assert (case().swift, case().review_flags) == (False, [])


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Immediate Need", "IMMEDIATE_NEED"),
        ("IMMEDIATE NEED (2 days)", "IMMEDIATE_NEED"),
        ("urgent", "URGENT"),
        ("No Issue Level", "NO_ISSUE_LEVEL"),
        ("Medium", "UNKNOWN"),
    ],
)
def test_it_recognises_the_level_by_its_beginning(road: Road, text: str, level: str) -> None:
    road.add(ISSUE_LEVEL=text)
    road.download()
    assert (case().issue_level, case().issue_level_text) == (level, text)
    assert ("DL.ISSUE_LEVEL" in case().review_flags) == (level == "UNKNOWN")


def test_it_counts_an_unrecognised_level_as_immediate_need(road: Road) -> None:
    road.add(ISSUE_LEVEL="Medium")
    road.download()
    assert (case().due_on - case().assignment_date).days == 2


def test_it_keeps_a_value_that_is_too_long_whole(road: Road) -> None:
    road.add(CONTACT_FNAME="D" * 51, COMPLAINT_SUMMARY="s" * 4_001, COMMENTS="c" * 10_000)
    road.download()
    assert case().contact_first_name == "D" * 51
    assert len(case().complaint_summary) == 4_001
    assert case().review_flags == ["DL.CONTACT_FNAME", "DL.COMPLAINT_SUMMARY"]


def test_it_flags_words_that_the_memo_does_not_list_and_keeps_them(road: Road) -> None:
    road.add(COMPLAINT_TYPE="Pharmacy", AGENT_BROKER_NPN="NPN-1", HPI_RELATED="U")
    road.download()
    assert case().complaint_type == "Pharmacy"
    assert case().agent_broker_npn == "NPN-1"
    assert case().hpi_related is None
    assert set(case().review_flags) == {
        "DL.COMPLAINT_TYPE",
        "DL.AGENT_BROKER_NPN",
        "DL.HPI_RELATED",
    }


def test_it_keeps_columns_it_does_not_know(road: Road) -> None:
    road.add(STAR_MEASURE="C27", **{"  new column ": "x"})
    road.download()
    assert case().extra_columns == {"STAR_MEASURE": "C27", "NEW_COLUMN": "x"}
    assert case().review_flags == []


def test_it_knows_columns_by_their_older_headings(road: Road) -> None:
    road.add(CMS_ISSUE_CHANGE_REQUESTS="Pending", AGENT_BROKER_INFORMATION="Seen at the mall")
    road.set(drop=("CMS_LEAD_CHANGE_REQUESTS", "AGENT_BROKER_NOTES"))
    road.download()
    assert case().cms_lead_change_request_status == "PENDING"
    assert case().agent_broker_notes == "Seen at the mall"


def test_it_does_not_overwrite_what_an_absent_column_would_say(road: Road) -> None:
    road.add(COMMENTS="CMS asks for a call.", SWIFT="No", HPI_RELATED="Yes")
    road.download()
    road.set(drop=("COMMENTS", "SWIFT", "HPI_RELATED"), PREFERRED_CALL_TIME="Mornings")
    road.download()
    assert case().preferred_call_time == "Mornings"
    assert case().comments == "CMS asks for a call."
    assert case().swift is False
    assert case().hpi_related == "Y"


def test_it_reads_an_absent_flag_of_a_new_complaint_as_yes(road: Road) -> None:
    road.add()
    road.set(drop=("SWIFT",))
    road.download()
    assert case().swift is True
    assert case().review_flags == ["DL.SWIFT"]


@pytest.mark.parametrize("text", [None, 0, 12.5, True, ["a"], {"a": 1}, "nul \x00 in it", "\ud800"])
def test_it_takes_any_json_value_without_breaking_off(road: Road, text: object) -> None:
    road.add()
    road.set(COMMENTS=text)
    road.download()
    assert case().contact_first_name == "Delores"
