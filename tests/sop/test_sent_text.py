"""What HPMS gets of a text that was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.sent_text import sent_text


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Called at 9:05 AM, no answer.", "Called at 9:05 AM, no answer."),
        ("José\u2019s “refund” \u2013 done…", 'Jose\'s "refund" - done...'),
        ("Issue:\r\nbilled\ttwice", "Issue: billed twice"),
        ("two  blanks stay", "two  blanks stay"),
        ("  ends go \n", "ends go"),
        ("take 5½ tablets", "take 5 1/2 tablets"),
        ("take ½ tablet", "take 1/2 tablet"),
        ("platelets 10²", "platelets 10^2"),
        ("moved → H5678, ≤ 3 days", "moved - H5678, at most 3 days"),
        ("«Bonjour»", '"Bonjour"'),
        ("e\u0301", "e"),
        ("zero\u200bwidth", "zerowidth"),
        ("", ""),
    ],
)
def test_it_becomes_one_plain_line(typed: str, sent: str):
    assert sent_text(typed).text == sent


def test_it_says_what_changed():
    changes = sent_text("José\r\ncalled\nJosé").changes

    assert changes == ("2 line breaks or tabs became blanks", "“é” became “e” (2 times)")


def test_it_says_what_was_left_out():
    assert sent_text("a\u200bb").changes == ("zero width space was left out",)
    assert sent_text("a\x00b").changes == ("an invisible character was left out",)


def test_it_says_nothing_when_nothing_changed():
    assert sent_text("Refund issued 8/23.").changes == ()


def test_it_leaves_the_four_restricted_characters_to_the_caseworker():
    assert sent_text("a < b > c & d; e").text == "a < b > c & d; e"


@given(st.text())
def test_it_is_plain_ascii_and_settled_whatever_is_typed(typed: str):
    once = sent_text(typed)

    assert all(" " <= character <= "~" for character in once.text)
    assert sent_text(once.text).text == once.text
    assert sent_text(once.text).changes == ()


@given(st.text())
def test_a_change_is_never_silent(typed: str):
    once = sent_text(typed)

    assert once.changes or once.text == typed.strip()
