"""Where the radar's numbers begin and end: amounts in words, units, tablets, typing errors."""

import pytest

from complaints.sop.radar import propose
from complaints.sop.radar.level import days_left
from complaints.sop.radar.phrases import keywords
from complaints.sop.radar.text import Text
from tests.sop.radar.labelled import facts_of

AMOUNTS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}


def _days(said: str) -> int | None:
    return days_left(Text(said, keywords()))


@pytest.mark.parametrize(("word", "amount"), AMOUNTS.items())
def test_an_amount_in_words_is_the_number(word: str, amount: int):
    assert _days(f"She has {word} days left.") == amount


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("one day left", 1),
        ("one week left", 7),
        ("one month left", 30),
        ("2 tablets left", 2),
        ("3 tablets left", None),
    ],
)
def test_units_are_days_and_only_few_tablets_count(said: str, days: int | None):
    assert _days(said) == days


@pytest.mark.parametrize(
    ("typed", "keyword", "mended"),
    [
        ("withold", "withhold", True),
        ("premum", "premium", False),
        ("premiun", "premium", False),
    ],
    ids=["seven letters", "six letters", "too far off"],
)
def test_only_long_words_that_are_nearly_right_are_mended(typed: str, keyword: str, mended: bool):
    assert bool(Text(typed, (keyword,)).find(keyword)) is mended


@pytest.mark.parametrize(
    ("days", "words"), [(0, "0 days of"), (1, "1 day of"), (2, "2 days of"), (15, "15 days of")]
)
def test_a_doubted_level_says_how_many_days_of_medication_are_left(days: int, words: str):
    shown = "NO_ISSUE_LEVEL" if days < 15 else "URGENT"
    entry = {"plan": "PDP", "level": shown, "intake": {"days_of_medication_left": days}}
    (doubted,) = [one for one in propose(facts_of(entry)) if one.scenario == "H"]

    assert doubted.reason.startswith(f"{words} medication left suggests")


@pytest.mark.parametrize(
    ("summary", "offered"),
    [
        ("Asks about her inhaler.", False),
        ("Asks about her inhaler and a referral.", True),
        ("Asks about her inhaler, a referral and the refund.", False),
    ],
    ids=["one word", "two words", "also one of its own"],
)
def test_another_category_takes_two_words_of_it_and_none_of_its_own(summary: str, offered: bool):
    facts = facts_of({"category": "Premiums", "subcategory": "Other", "summary": summary})

    assert ("G" in {one.scenario for one in propose(facts)}) is offered


def test_phrases_are_counted_once_each():
    assert Text("a bill, a refund, another bill", ()).count(["bill*", "refund*", "copay*"]) == 2
