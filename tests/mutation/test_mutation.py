"""Which mutants count, what is drawn, and what the report says of survivors. Runs no mutant."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.mutation.report import lines, reasons, share, survivor
from tests.mutation.sample import annotations, counted, drawn

SOURCE = """\
def owed(text: str | None, dayś: int = 3) -> int | None:
    spans: set[str] | None = seen | heard
    return 3 if text else None
"""


class Place(NamedTuple):
    operator_name: str
    start_pos: tuple[int, int]
    end_pos: tuple[int, int]
    occurrence: int = 0
    module_path: Path = Path("law.py")


def _of(*places: Place) -> list[Place]:
    return counted(places, lambda path: SOURCE)


def _annotated() -> list[str]:
    rows = SOURCE.splitlines()
    return [rows[line - 1][start:end] for (line, start), (_, end) in annotations(SOURCE)]


def test_annotations_are_found_by_characters_also_behind_an_accent():
    assert sorted(_annotated()) == ["int", "int | None", "set[str] | None", "str | None"]


def test_a_change_of_logic_counts_and_one_of_an_annotation_does_not():
    logic = Place("core/ReplaceBinaryOperator_BitOr_BitAnd", (2, 34), (2, 35))
    annotation = Place("core/ReplaceBinaryOperator_BitOr_BitAnd", (2, 20), (2, 21))

    assert _of(logic, annotation) == [logic]


@pytest.mark.parametrize(
    "operator",
    ["ReplaceComparisonOperator_Eq_Is", "RemoveDecorator", "ReplaceBinaryOperator_BitOr_Pow"],
)
def test_an_operator_that_says_nothing_about_the_tests_does_not_count(operator: str):
    assert _of(Place(f"core/{operator}", (3, 11), (3, 12))) == []


def test_the_sample_hangs_on_the_seed_and_not_on_the_order_the_mutants_come_in():
    number = [Place("core/NumberReplacer", (3, 11), (3, 12), one) for one in range(50)]

    drawn_once = drawn(_of(*number), 10, seed=1)

    assert len(set(drawn_once)) == 10
    assert drawn(_of(*reversed(number)), 10, seed=1) == drawn_once
    assert drawn(_of(*number), 10, seed=2) != drawn_once


def test_a_sample_greater_than_all_there_are_is_all_there_are():
    number = _of(*(Place("core/NumberReplacer", (3, 11), (3, 12), one) for one in range(5)))

    assert drawn(number, 300, seed=1) == number


DIFF = """\
--- mutation diff ---
--- alaw.py
+++ blaw.py
@@ -1,3 +1,3 @@
 def late(today):
-    return today > due
+    return today >= due
"""


def test_a_survivor_is_reported_with_its_reason_and_still_counts_against_the_share():
    lived = survivor("law.py", 2, "core/ReplaceComparisonOperator_Gt_GtE", DIFF)
    known = {("law.py", "return today > due", "return today >= due"): "Never on the day itself."}

    told = "\n".join(lines(20, [lived], known))

    assert "20 sampled, 19 killed, 1 survived: 95.0 % killed" in told
    assert "law.py:2 ReplaceComparisonOperator_Gt_GtE" in told
    assert "Never on the day itself." in told
    assert "NO REASON YET" not in told


def test_a_survivor_nobody_explained_is_marked():
    lived = survivor("law.py", 2, "core/ReplaceComparisonOperator_Gt_GtE", DIFF)

    assert "NO REASON YET" in "\n".join(lines(20, [lived], {}))


def test_no_mutants_are_no_success():
    assert share(0, 0) == 0


def test_each_listed_survivor_has_a_reason():
    assert all(reasons().values())


ENTRY = '[[survivor]]\nmodule = "a.py"\nline = "x"\nbecomes = "y"\nreason = "{}"\n'


@pytest.mark.parametrize("text", [ENTRY.format(" "), 2 * ENTRY.format("so")], ids=["none", "two"])
def test_a_list_with_an_entry_without_a_reason_of_its_own_is_refused(tmp_path: Path, text: str):
    listed = tmp_path / "survivors.toml"
    listed.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match="a reason of its own"):
        reasons(listed)


def test_the_listed_lines_still_stand_in_the_code():
    for module, line, _ in reasons():
        squeezed = "".join((Path(__file__).parents[2] / module).read_text("utf-8").split())
        assert "".join(line.split()) in squeezed, f"{module} has no such line any more: {line}"
