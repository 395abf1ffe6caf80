"""The door to the rules: what they say about a case, and which there are."""

from dataclasses import replace
from functools import cache

from complaints.sop import index
from complaints.sop.facts import CaseFacts, blank_record, blank_resolution
from complaints.sop.rule import REGISTRY, Action, Finding, Rule, Severity, repeated

_WANTED = {
    Action.SAVE_NOTE: "note",
    Action.LOG_CONTACT: "contact",
    Action.SUBMIT_REQUEST: "request",
    Action.RECORD_DECISION: "decision",
    Action.RECORD_RPC: "rpc",
    Action.RECORD_ACCESS: "access",
    Action.SEND_BAE: "bae",
    Action.ATTACH: "attachment",
    Action.COMPOSE_EMAIL: "email",
    Action.ACCESS_REQUEST: "access_request",
}


def evaluate(facts: CaseFacts, action: Action) -> tuple[Finding, ...]:
    """Every finding at once, ERROR first, in catalogue order.

    CLOSE without a resolution in hand answers what would block closing now. UPLOAD_SEND repeats the
    errors of UPLOAD_BUILD and, for a row that resolves, of CLOSE: nobody is there to acknowledge a
    warning. Raises ValueError when an action comes without the record it is about.
    """
    found = [finding for _, finding in checks(facts, action) if finding is not None]
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.ERROR))


def checks(facts: CaseFacts, action: Action) -> tuple[tuple[Rule, Finding | None], ...]:
    """Each rule of the action with its finding, or None where it is met, in catalogue order."""
    wanted = _WANTED.get(action)
    if wanted and getattr(facts, wanted) is None:
        raise ValueError(f"{action} needs the {wanted} in hand")
    if action is Action.CLOSE and facts.resolution is None:
        facts = blank_resolution(facts)
    return tuple((rule, rule.finding(facts, action)) for rule in _rules_of(action, facts))


def untouched(facts: CaseFacts, action: Action) -> CaseFacts:
    """The same case with a blank record in hand for the action, where it has none."""
    wanted = _WANTED.get(action)
    if wanted is None or getattr(facts, wanted) is not None:
        return facts
    return replace(facts, **{wanted: blank_record(wanted)})


def facts_read(action: Action, *, resolving: bool = False) -> frozenset[str]:
    """Dotted names of all that the rules of an action may read; of UPLOAD_SEND for a row that resolves,
    or for a note."""
    asked = _rules_for(action, resolving)
    if resolving:  # UP.resolve.gate asks every rule of closing
        asked += _rules_for(Action.CLOSE, resolving)
    return frozenset(name for rule in asked for name in rule.facts)


def _rules_of(action: Action, facts: CaseFacts) -> tuple[Rule, ...]:
    return _rules_for(action, action is Action.UPLOAD_SEND and facts.resolving() is not None)


@cache
def _rules_for(action: Action, resolving: bool) -> tuple[Rule, ...]:
    if action is not Action.UPLOAD_SEND:
        return tuple(rule for rule in _in_order() if action in rule.actions)
    wanted = {Action.UPLOAD_BUILD, Action.CLOSE} if resolving else {Action.UPLOAD_BUILD}
    return tuple(
        rule
        for rule in _in_order()
        if rule.severity is Severity.ERROR and rule.at_send and not wanted.isdisjoint(rule.actions)
    )


def blocking(facts: CaseFacts) -> tuple[Finding, ...]:
    """The errors that stand against closing: what a row must be free of to go up as resolved."""
    return tuple(
        finding for finding in evaluate(facts, Action.CLOSE) if finding.severity is Severity.ERROR
    )


def rules() -> tuple[Rule, ...]:
    """The catalogue: each registered rule, and each id that repeats one under `same_as`."""
    listed = dict(REGISTRY)
    for made in REGISTRY.values():
        for other in made.also:
            listed.setdefault(other, repeated(made, other))
    return tuple(sorted(listed.values(), key=lambda rule: index.position(rule.id)))


@cache
def _in_order() -> tuple[Rule, ...]:
    return tuple(sorted(REGISTRY.values(), key=lambda rule: index.position(rule.id)))


def guidance(action: Action) -> tuple[index.Step, ...]:
    """Checklist lines of an action: shown, never enforced."""
    return tuple(
        step
        for step in index.STEPS
        if step.kind is index.Kind.GUIDANCE and action.value in step.when
    )
