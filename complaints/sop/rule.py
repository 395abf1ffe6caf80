"""How a rule is declared: a pure function of the facts with its citation, registered by id.

    @rule("Q.3.a", severity=ERROR, actions=(CLOSE,), citation="SOP Q, step 3.a", …)
    def contact_or_system_update(facts): ...   # None when met, else the remedy

The function returns None, or what the caseworker should do, or `At(field, remedy)` when the place
depends on the facts.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from complaints.sop import index
from complaints.sop.facts import CLOCK_FACTS, CaseFacts, paths, read


class Action(StrEnum):
    """What somebody is about to do with a case."""

    INTAKE = "INTAKE"
    SAVE_COMPLAINT = "SAVE_COMPLAINT"
    SAVE_NOTE = "SAVE_NOTE"
    LOG_CONTACT = "LOG_CONTACT"
    SUBMIT_REQUEST = "SUBMIT_REQUEST"
    RECORD_DECISION = "RECORD_DECISION"
    RECORD_RPC = "RECORD_RPC"
    RECORD_ACCESS = "RECORD_ACCESS"
    SEND_BAE = "SEND_BAE"
    ATTACH = "ATTACH"
    COMPOSE_EMAIL = "COMPOSE_EMAIL"
    ACCESS_REQUEST = "ACCESS_REQUEST"
    CLOSE = "CLOSE"
    UPLOAD_BUILD = "UPLOAD_BUILD"
    UPLOAD_SEND = "UPLOAD_SEND"


class Severity(StrEnum):
    """ERROR blocks the action; WARNING wants a reason, which is kept."""

    ERROR = "ERROR"
    WARNING = "WARNING"


class At(NamedTuple):
    """A remedy with the field it belongs to."""

    field: str
    remedy: str


Check = Callable[[CaseFacts], str | At | None]


@dataclass(frozen=True)
class Finding:
    """A rule that is not met. `message` is the remedy, addressed to the caseworker.

    `also` holds the ids of the same statement elsewhere in the sources. `digest` changes when a
    fact that the rule declares changes, and never with the date: an acknowledgement lasts as long.
    """

    rule: str
    severity: Severity
    field: str
    message: str
    citation: str
    also: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True)
class Rule:
    """One enforced statement. `facts` are the dotted names of what its function reads."""

    id: str
    scenario: str
    severity: Severity
    actions: tuple[Action, ...]
    citation: str
    summary: str
    headline: str
    field: str | dict[Action, str]
    facts: tuple[str, ...]
    check: Check
    also: tuple[str, ...] = ()
    at_send: bool = True
    same_as: str = ""

    def finding(self, facts: CaseFacts, action: Action) -> Finding | None:
        """None when the rule is met."""
        answer = self.check(facts)
        if answer is None:
            return None
        place, remedy = answer if isinstance(answer, At) else (self._place(action), answer)
        return Finding(
            self.id, self.severity, place, remedy, self.citation, self.also, self.digest(facts)
        )

    def _place(self, action: Action) -> str:
        if isinstance(self.field, str):
            return self.field
        return self.field.get(action) or next(iter(self.field.values()))

    def digest(self, facts: CaseFacts) -> str:
        """SHA-256 over the id and the declared facts, today's date left out."""
        declared = {path: read(facts, path) for path in self.facts if path not in CLOCK_FACTS}
        text = json.dumps([self.id, declared], sort_keys=True, default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()


REGISTRY: dict[str, Rule] = {}

# The note's field is called `text` where a note is saved and `note` where a complaint is closed.
NOTE_FIELD = {Action.SAVE_NOTE: "text", Action.CLOSE: "note", Action.UPLOAD_BUILD: "text"}


def rule(
    rule_id: str,
    *,
    severity: Severity,
    actions: tuple[Action, ...],
    citation: str,
    headline: str,
    field: str | dict[Action, str],
    facts: tuple[str, ...],
    also: tuple[str, ...] = (),
    at_send: bool = True,
) -> Callable[[Check], Check]:
    """Register a function as the rule `rule_id`; its summary is the index's text of that step.

    Raises ValueError when the id is taken, when id, citation or severity disagree with the index,
    or when a declared fact does not exist: the product does not start with an unsourced rule.
    `at_send` False: asked of the person who acts, not again of a row about to be sent.
    """
    step = index.step(rule_id)
    if rule_id in REGISTRY:
        raise ValueError(f"{rule_id} is registered twice")
    if (citation, severity.value) != (step.citation, step.kind.value):
        raise ValueError(f"{rule_id}: the index has {step.kind} and cites {step.citation!r}")
    if unknown := set(facts) - paths():
        raise ValueError(f"{rule_id} declares unknown facts: {', '.join(sorted(unknown))}")

    def register(check: Check) -> Check:
        REGISTRY[rule_id] = Rule(
            id=rule_id,
            scenario=step.scenario,
            severity=severity,
            actions=actions,
            citation=citation,
            summary=step.text,
            headline=headline,
            field=field,
            facts=facts,
            check=check,
            also=also,
            at_send=at_send,
        )
        return check

    return register


def repeated(rule: Rule, step_id: str) -> Rule:
    """The same rule under the id of the step that repeats its statement."""
    step = index.step(step_id)
    return replace(
        rule,
        id=step_id,
        scenario=step.scenario,
        citation=step.citation,
        summary=step.text,
        also=(),
        same_as=rule.id,
    )


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a fact of type {type(value).__name__} has no plain form")
