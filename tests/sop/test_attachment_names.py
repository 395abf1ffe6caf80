"""The name offered for a document whose own name HPMS refuses (SOP O)."""

import pytest

from complaints.sop.scenarios.o_attachments import cleaned_name, extension_of


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ("notice#1 (final)&.pdf", "notice_1_final.pdf"),
        ("letter.jpeg", "letter.jpg"),
        ("plain_name-2 b.pdf", "plain_name-2 b.pdf"),
        ("Überweisung.PDF", "Uberweisung.PDF"),
        ("###.pdf", "document.pdf"),
        ("a.b.pdf", "a_b.pdf"),
        ("scan", "scan"),
    ],
)
def test_the_nearest_name_hpms_takes(given: str, offered: str):
    assert cleaned_name(given) == offered


@pytest.mark.parametrize(
    ("name", "ending"), [("a.b.PDF", "pdf"), ("scan", ""), ("scan.", ""), (".pdf", "pdf")]
)
def test_the_ending_follows_the_last_dot(name: str, ending: str):
    assert extension_of(name) == ending
