"""The panel "SOP scenarios": what is followed with its checklist, what is proposed, what was dismissed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects

from complaints import sop
from complaints.models import Complaint, ScenarioChoice
from complaints.models.scenario_choice import LETTERS
from complaints.sop.index import SCENARIOS, STEPS, Kind, Scenario, Step, step
from complaints.sop.radar import Proposal, conflicts, propose

NO_RPC = "I.note.4.rpc"
_RPC = re.compile(r"\bRPC\b")


@dataclass(frozen=True)
class Line:
    """A line of a checklist. `not_here` is the step that takes it away in this case."""

    step: Step
    not_here: Step | None = None


@dataclass(frozen=True)
class Followed:
    """An accepted scenario. `lines` are shown and never enforced, `findings` stand against closing now,
    `held` are the steps whose rules block or warn, `effects` what happens by itself where the SOP gives
    no line of advice."""

    scenario: Scenario
    choice: ScenarioChoice
    lines: tuple[Line, ...]
    findings: tuple[sop.Finding, ...]
    held: tuple[Line, ...]
    effects: tuple[Step, ...]


@dataclass(frozen=True)
class Proposed:
    """A proposal with its scenario. `against` is the step that blocks it, and `remedy` what to do."""

    scenario: Scenario
    proposal: Proposal
    against: Step | None
    remedy: str


class ScenarioPanel:
    """The scenarios of one complaint, from its facts and the choices made about it. `standing` are the
    findings against closing that a checklist shows beside their scenario."""

    def __init__(
        self, complaint: Complaint, facts: sop.CaseFacts, standing: Iterable[sop.Finding] = ()
    ) -> None:
        self.facts, self.standing = facts, tuple(standing)
        self._choices = ScenarioChoice.latest_for([complaint.pk]).get(complaint.pk, {})
        prefetch_related_objects(list(self._choices.values()), "author")

    @cached_property
    def accepted(self) -> list[Followed]:
        """In the order of the letters."""
        return [
            self._followed(SCENARIOS[letter], choice)
            for letter, choice in self._chosen(accepted=True)
        ]

    @cached_property
    def proposed(self) -> list[Proposed]:
        """What the radar hears and nobody has decided yet, the blocked last."""
        open_ones = [p for p in propose(self.facts) if p.code not in self._choices]
        shown = [_proposed(proposal) for proposal in open_ones]
        return sorted(shown, key=lambda one: one.against is not None)

    @property
    def dismissed(self) -> list[tuple[Scenario, ScenarioChoice]]:
        return [(SCENARIOS[letter], choice) for letter, choice in self._chosen(accepted=False)]

    @property
    def others(self) -> list[Scenario]:
        """What can still be followed by hand: everything not followed yet and nowhere contradicted."""
        accepted = [letter for letter, _ in self._chosen(accepted=True)]
        return [
            scenario
            for letter, scenario in SCENARIOS.items()
            if letter not in accepted and not conflicts.against(letter, self.facts, accepted)
        ]

    def _chosen(self, *, accepted: bool) -> list[tuple[str, ScenarioChoice]]:
        chosen = [
            (LETTERS[code], choice)
            for code, choice in self._choices.items()
            if choice.accepted is accepted
        ]
        return sorted(chosen, key=lambda pair: pair[0])

    def _followed(self, scenario: Scenario, choice: ScenarioChoice) -> Followed:
        steps = [one for one in STEPS if one.scenario == scenario.letter]
        lines = tuple(self._line(one) for one in steps if one.kind is Kind.GUIDANCE)
        ids = {one.id for one in steps}
        return Followed(
            scenario,
            choice,
            lines,
            findings=tuple(f for f in self.standing if ids & {f.rule, *f.also}),
            held=tuple(self._line(one) for one in steps if one.kind in (Kind.ERROR, Kind.WARNING)),
            effects=() if lines else tuple(one for one in steps if one.kind is Kind.DERIVED),
        )

    def _line(self, line: Step) -> Line:
        """A flagged case is never offered the RPC."""
        banned = self.facts.flagged and _RPC.search(line.text)
        return Line(line, step(NO_RPC) if banned else None)


def _proposed(proposal: Proposal) -> Proposed:
    blocked = proposal.blocked_by
    return Proposed(
        SCENARIOS[proposal.scenario],
        proposal,
        step(blocked) if blocked else None,
        conflicts.remedy(blocked, proposal.scenario) if blocked else "",
    )


def reason_for(code: str, facts: sop.CaseFacts) -> str:
    """Why the radar proposes the scenario, "" when it does not."""
    return next((p.reason for p in propose(facts) if p.code == code), "")
