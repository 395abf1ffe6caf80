"""One step of a source, as the index keeps it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How hard a step is held: enforced, warned about, timed, computed, or only shown."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    TIMER = "TIMER"
    DERIVED = "DERIVED"
    GUIDANCE = "GUIDANCE"


@dataclass(frozen=True)
class Step:
    """`when` names the actions and events it speaks about.

    A step that is neither a rule, a timer nor a line shown to the caseworker names in `by` the
    function that keeps or computes it (a dotted name), or says in `elsewhere` why nothing does.
    """

    id: str
    kind: Kind
    citation: str
    when: tuple[str, ...]
    text: str
    elsewhere: str = ""
    by: str = ""

    @property
    def scenario(self) -> str:
        """The scenario's letter, or UP, DL, API, M25 for the memos and CFR for the regulation."""
        return self.id.partition(".")[0]
