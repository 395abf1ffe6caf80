"""Which mutants count, and which of them are run.

A mutant is a place of a module with an operator of cosmic-ray. Counted are changes of the law's
logic: comparisons, conditions, numbers, dates' arithmetic. Texts, annotations and changes that
could only crash at import are left out: they say nothing about the tests.
"""

import ast
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

MODULES = ("complaints/sop", "complaints/deadlines")
# Texts alone: the index of steps, which holds no logic but its lookups, and the examples.
TEXTS = (
    "complaints/sop/index/scenarios/*.py",
    "complaints/sop/index/[!_s]*.py",
    "complaints/sop/examples.py",
)

# `==` against `is` and the like are left out: for texts and enumerations they are no change.
OPERATORS = re.compile(
    r"""core/(
      ReplaceComparisonOperator_(
        Eq_NotEq | NotEq_Eq | Is_IsNot | IsNot_Is
        | Lt_LtE | Lt_GtE | LtE_Lt | LtE_Gt | Gt_GtE | Gt_LtE | GtE_Gt | GtE_Lt
      )
      | ReplaceBinaryOperator_(
        Add_Sub | Sub_Add | Mul_FloorDiv | FloorDiv_Mul | Div_Mul | Mod_FloorDiv
        | BitOr_BitAnd | BitOr_Sub | BitAnd_BitOr | BitXor_BitOr
      )
      | ReplaceUnaryOperator_(USub_UAdd | Delete_Not)
      | ReplaceAndWithOr | ReplaceOrWithAnd | ReplaceTrueWithFalse | ReplaceFalseWithTrue
      | ReplaceBreakWithContinue | ReplaceContinueWithBreak
      | AddNot | NumberReplacer | ZeroIterationForLoop | ExceptionReplacer
    )""",
    re.VERBOSE,
)

Position = tuple[int, int]
"""Line from 1, character from 0."""


class Mutation(Protocol):
    """As `cosmic_ray.work_item.MutationSpec` has it; `module_path` is relative to the tree."""

    module_path: Path
    operator_name: str
    occurrence: int
    start_pos: Position
    end_pos: Position


def counted(mutations: Iterable[Mutation], source_of: Callable[[Path], str]) -> list[Mutation]:
    """Those that change logic, in an order of their own: module, operator, occurrence."""
    asked = [one for one in mutations if OPERATORS.fullmatch(one.operator_name)]
    spans = {
        path: annotations(source_of(path)) for path in sorted({one.module_path for one in asked})
    }
    kept = [one for one in asked if not _within(one, spans[one.module_path])]
    return sorted(kept, key=lambda one: (one.module_path, one.operator_name, one.occurrence))


def drawn(mutations: list[Mutation], size: int, seed: int) -> list[Mutation]:
    """`size` of them, or all where there are fewer; the same for the same code and seed."""
    if size >= len(mutations):
        return mutations
    return random.Random(seed).sample(mutations, size)


def annotations(source: str) -> list[tuple[Position, Position]]:
    """From where to where the type annotations of a module stand."""
    lines = source.splitlines()
    found = []
    for node in ast.walk(ast.parse(source)):
        for name in ("annotation", "returns"):
            if (noted := getattr(node, name, None)) is not None:
                start = _position(lines, noted.lineno, noted.col_offset)
                found.append((start, _position(lines, noted.end_lineno, noted.end_col_offset)))
    return found


def _position(lines: list[str], line: int, offset: int) -> Position:
    """`ast` counts bytes of UTF-8, cosmic-ray characters."""
    return line, len(lines[line - 1].encode()[:offset].decode())


def _within(mutation: Mutation, spans: list[tuple[Position, Position]]) -> bool:
    return any(start <= mutation.start_pos and mutation.end_pos <= end for start, end in spans)
