"""The scenario radar: which of the SOP's scenarios a complaint seems to need, each with its reason.

It only proposes. A person accepts or dismisses, so a proposal too many costs a click and one too few
a step forgotten. R (access to HPMS) and S (questions to CMS) are about the plan's people, not about a
complaint, and are never proposed from one.
"""

from dataclasses import dataclass

from complaints.sop import index
from complaints.sop.facts import CaseFacts
from complaints.sop.radar import conflicts
from complaints.sop.radar.signals import SIGNALS, Reading

__all__ = ["Proposal", "conflicts", "propose"]

# What of two excludes the other when both are only proposed: the record's own word wins.
_YIELDS = {"D": "P", "F": "P", "G": "P"}


@dataclass(frozen=True)
class Proposal:
    """A scenario's letter and why; `rule` is the step that gives it its cause.

    `blocked_by` is the step that forbids to follow it in this case, "" where none does."""

    scenario: str
    reason: str
    rule: str
    blocked_by: str = ""

    @property
    def code(self) -> str:
        """What a complaint is tagged with."""
        return index.SCENARIOS[self.scenario].code


def propose(facts: CaseFacts) -> tuple[Proposal, ...]:
    """What speaks for a scenario in this case, in the order of the letters; accepted ones included."""
    case = Reading(facts)
    heard = {
        letter: signal for letter, listen in SIGNALS.items() if (signal := listen(case)) is not None
    }
    accepted = conflicts.accepted(facts)
    return tuple(
        Proposal(letter, signal.reason, signal.rule, _blocked(letter, facts, {*heard}, accepted))
        for letter, signal in sorted(heard.items())
    )


def _blocked(letter: str, facts: CaseFacts, heard: set[str], accepted: tuple[str, ...]) -> str:
    if letter in accepted:
        return ""
    winner = _YIELDS.get(letter)
    beside = {*accepted, winner} if winner in heard else accepted
    return conflicts.against(letter, facts, [other for other in beside if other])
