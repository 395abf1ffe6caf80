"""The upload file, byte by byte (Appendix B, UP.file.*)."""

import pytest
from django.core.exceptions import ValidationError

from complaints.casework_payload import Payload, payload
from hpms_sync.files.upload_file import file_name_fits, upload_file

RESOLUTION = payload(
    "C1600999999",
    {
        "caseworkNotes": "Refund sent 8/23.",
        "resolveComplaintYN": "Y",
        "complainantSatisfied": "U",
        "hpiRelated": "N",
        "resolutionNotification": "0",
        "agentBrokerComplaint": "Y",
        "agentBrokerFirstName": "John",
        "agentBrokerNPN": "000123456",
    },
)
NOTE = payload("C1600999998", {"caseworkNotes": "Left a message.", "resolveComplaintYN": "N"})


def with_note(text: str) -> Payload:
    return NOTE | {"caseworkNotes": text}


def rule_of(*rows: Payload) -> str:
    with pytest.raises(ValidationError) as caught:
        upload_file(rows)
    return caught.value.code or ""


def test_each_line_has_13_fields_blank_ones_kept() -> None:
    assert upload_file([RESOLUTION, NOTE]) == (
        b"C1600999999\tRefund sent 8/23.\tY\t\tU\tN\t0\tY\tJohn\t\t000123456\t\t\r\n"
        b"C1600999998\tLeft a message.\tN\t\t\t\t\t\t\t\t\t\t\r\n"
    )


def test_there_is_no_header_and_every_line_ends_with_crlf() -> None:
    text = upload_file([NOTE, RESOLUTION])
    assert text.startswith(b"C1600999998\t")
    assert text.count(b"\r\n") == text.count(b"\n") == text.count(b"\r") == 2
    assert {line.count(b"\t") for line in text.split(b"\r\n")[:-1]} == {12}


def test_the_same_rows_give_the_same_bytes() -> None:
    assert upload_file([RESOLUTION, NOTE]) == upload_file([dict(RESOLUTION), dict(NOTE)])


@pytest.mark.parametrize("text", ["a ~ z", " ", "x" * 4_000])
def test_plain_ascii_up_to_4000_characters_fits(text: str) -> None:
    assert upload_file([with_note(text)]).split(b"\t")[1] == text.encode()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("She said ‘no’", "UP.file.format"),
        ("bell \x07", "UP.file.format"),
        ("delete \x7f", "UP.file.format"),
        ("two\nlines", "UP.file.delimiter"),
        ("a\ttab", "UP.file.delimiter"),
        ("x" * 4_001, "UP.caseworkNotes"),
    ],
)
def test_what_a_file_cannot_carry_is_refused_by_its_rule(text: str, rule: str) -> None:
    assert rule_of(with_note(text)) == rule


def test_a_complaint_stands_in_a_file_once() -> None:
    assert rule_of(NOTE, RESOLUTION, with_note("Again.")) == "UP.file.unique"


def test_no_refusal_quotes_the_note() -> None:
    with pytest.raises(ValidationError) as caught:
        upload_file([with_note("Whitaker – the member")])
    assert "Whitaker" not in caught.value.messages[0]


@pytest.mark.parametrize("name", ["upload.csv", "H1234.txt", "H1234.Txt", "TXT"])
def test_the_extension_is_txt_in_capitals(name: str) -> None:
    assert file_name_fits("H1234_20251121.TXT") == "H1234_20251121.TXT"
    with pytest.raises(ValidationError, match=r"UP\.file\.ext"):
        file_name_fits(name)
