"""What a run says: how many mutants the tests killed, and each survivor with its reason."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

REASONS = Path(__file__).parent / "survivors.toml"
FLOOR = 95  # per cent killed

Change = tuple[str, str, str]
"""Module, line as written, line as mutated: names a mutant also after lines have moved."""


@dataclass(frozen=True, order=True)
class Survivor:
    """A mutant that no test noticed."""

    module: str
    line: int
    operator: str
    before: str
    after: str

    @property
    def change(self) -> Change:
        return self.module, self.before, self.after


def survivor(module: str, line: int, operator: str, diff: str) -> Survivor:
    """`diff` is unified; of a statement over several lines the changed ones count."""
    body = [one for one in diff.splitlines() if not one.startswith(("---", "+++"))]
    before, after = (
        " ".join(one[1:].strip() for one in body if one.startswith(sign)) for sign in "-+"
    )
    return Survivor(module, line, operator.removeprefix("core/"), before, after)


def reasons(path: Path = REASONS) -> dict[Change, str]:
    """Why each known survivor may live. Raises ValueError on an entry without a reason, or two."""
    found: dict[Change, str] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("survivor", ()):
        change = entry["module"], entry["line"], entry["becomes"]
        if not entry["reason"].strip() or change in found:
            raise ValueError(f"an entry needs a reason of its own: {change}")
        found[change] = entry["reason"].strip()
    return found


def share(sampled: int, survived: int) -> float:
    """Per cent killed; of no mutants at all, none."""
    return 100 * (sampled - survived) / sampled if sampled else 0.0


def lines(sampled: int, survivors: Iterable[Survivor], known: Mapping[Change, str]) -> list[str]:
    """The report. Survivors with a reason are listed but stay survivors."""
    listed = sorted(survivors)
    told = [
        f"{sampled} sampled, {sampled - len(listed)} killed, {len(listed)} survived: "
        f"{share(sampled, len(listed)):.1f} % killed, at least {FLOOR} % wanted"
    ]
    for one in listed:
        told += [
            "",
            f"{one.module}:{one.line} {one.operator}",
            f"  - {one.before}",
            f"  + {one.after}",
            f"  {known.get(one.change, 'NO REASON YET: write a test, or say why in ' + REASONS.name)}",
        ]
    return told
