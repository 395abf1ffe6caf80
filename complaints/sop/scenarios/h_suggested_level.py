"""H. What the issue level should be by the SOP's definitions, and the first review of each complaint.

Source: CTM Plan SOP, scenario H, notes 1, 2, 4 and 5. The level is suggested, never changed: CMS may
class any complaint as it sees fit. A drug plan's levels go by the days of medication left, any other
plan's by access to care; days of medication that are given count there too, and the higher level
wins.
"""

from typing import NamedTuple

from complaints.sop.business_days import after_business_days
from complaints.sop.facts import CaseFacts
from complaints.sop.plan_request import FLAG_FACTS, asked
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.timer import Due, timer

INTAKE, SUBMIT = Action.INTAKE, Action.SUBMIT_REQUEST

# From the lowest to the highest.
LEVELS = {
    "NO_ISSUE_LEVEL": "No Issue Level",
    "URGENT": "Urgent",
    "IMMEDIATE_NEED": "Immediate Need",
}
_ORDER = tuple(LEVELS)


class Suggestion(NamedTuple):
    """A level, why, and the step that defines it ("" for the lowest)."""

    level: str
    why: str
    step: str


SUGGESTION_FACTS = (
    "complaint.plan_type",
    "intake.days_of_medication_left",
    "intake.has_access_to_care",
    "intake.immediate_need_exists",
    "parameters.days_of_medication_immediate",
    "parameters.days_of_medication_urgent",
)
_TOO_LOW_FACTS = (
    "complaint.issue_level",
    "request.request_type",
    "request.requested_issue_level",
    *SUGGESTION_FACTS,
)


def lower(level: str, than: str) -> bool:
    """Whether one level is below another. A level nobody knows is neither."""
    return level in LEVELS and than in LEVELS and _ORDER.index(level) < _ORDER.index(than)


def suggested_level(facts: CaseFacts) -> str:
    """The level by the definitions, "" while the intake answers nothing they ask."""
    suggestion = suggest(facts)
    return suggestion.level if suggestion else ""


def suggest(facts: CaseFacts) -> Suggestion | None:
    """The same with its reason; on equal levels the plan type's own definition speaks."""
    by_access, by_medication = _by_access(facts), _by_medication(facts)
    if by_access and by_medication:
        return by_medication if lower(by_access.level, by_medication.level) else by_access
    return by_access or by_medication


def _by_access(facts: CaseFacts) -> Suggestion | None:
    if facts.complaint.plan_type == "PDP" or facts.intake.has_access_to_care is None:
        return None
    if facts.intake.has_access_to_care:
        return Suggestion("NO_ISSUE_LEVEL", "access to care", "")
    if facts.intake.immediate_need_exists:
        return Suggestion("IMMEDIATE_NEED", "no access to care that is needed now", "H.note.1.ma")
    return Suggestion("URGENT", "no access to care", "H.note.2.ma")


def _by_medication(facts: CaseFacts) -> Suggestion | None:
    days = facts.intake.days_of_medication_left
    if days is None:
        return None
    why = f"{days} day{'' if days == 1 else 's'} of medication left"
    if days <= facts.parameters.days_of_medication_immediate:
        return Suggestion("IMMEDIATE_NEED", why, "H.note.1.pdp")
    if days <= facts.parameters.days_of_medication_urgent:
        return Suggestion("URGENT", why, "H.note.2.pdp")
    return Suggestion("NO_ISSUE_LEVEL", why, "")


@rule(
    "H.note.1.ma",
    severity=Severity.WARNING,
    actions=(INTAKE, SUBMIT),
    citation="SOP H, note 1",
    headline="Immediate Need by access to care",
    field={INTAKE: "has_access_to_care", SUBMIT: "requested_issue_level"},
    facts=_TOO_LOW_FACTS,
)
def care_needed_now_is_immediate_need(facts: CaseFacts) -> str | None:
    """No access to care, and care is needed now."""
    return _too_low(facts, "H.note.1.ma")


@rule(
    "H.note.1.pdp",
    severity=Severity.WARNING,
    actions=(INTAKE, SUBMIT),
    citation="SOP H, note 1",
    headline="Immediate Need by medication left",
    field={INTAKE: "days_of_medication_left", SUBMIT: "requested_issue_level"},
    facts=_TOO_LOW_FACTS,
)
def last_days_of_medication_are_immediate_need(facts: CaseFacts) -> str | None:
    """Two days or fewer; none at all counts."""
    return _too_low(facts, "H.note.1.pdp")


@rule(
    "H.note.2.ma",
    severity=Severity.WARNING,
    actions=(INTAKE, SUBMIT),
    citation="SOP H, note 2",
    headline="Urgent by access to care",
    field={INTAKE: "has_access_to_care", SUBMIT: "requested_issue_level"},
    facts=_TOO_LOW_FACTS,
)
def no_access_to_care_is_urgent(facts: CaseFacts) -> str | None:
    """Also while nobody has said whether care is needed now."""
    return _too_low(facts, "H.note.2.ma")


@rule(
    "H.note.2.pdp",
    severity=Severity.WARNING,
    actions=(INTAKE, SUBMIT),
    citation="SOP H, note 2",
    headline="Urgent by medication left",
    field={INTAKE: "days_of_medication_left", SUBMIT: "requested_issue_level"},
    facts=_TOO_LOW_FACTS,
)
def two_weeks_of_medication_are_urgent(facts: CaseFacts) -> str | None:
    """From 3 to 14 days."""
    return _too_low(facts, "H.note.2.pdp")


def _too_low(facts: CaseFacts, step: str) -> str | None:
    """At intake of the level in HPMS, in an issue level request of the level asked for."""
    suggestion = suggest(facts)
    if suggestion is None or suggestion.step != step:
        return None
    request = asked(facts, "ISSUE_LEVEL_CHANGE")
    if request is not None:
        level = request.requested_issue_level
        remedy = "Ask for that level, or say why the lower one is right."
    elif facts.request is None:
        level = facts.complaint.issue_level
        remedy = "Ask CMS for that level with a Plan Request (scenario H), or say why not."
    else:
        return None
    if not lower(level, suggestion.level):
        return None
    why = suggestion.why[0].upper() + suggestion.why[1:]
    return f"{why} means {LEVELS[suggestion.level]}, above {LEVELS[level]}. {remedy}"


@timer(
    "H.note.4",
    facts=(
        "complaint.assignment_date",
        "complaint.issue_level",
        "complaint.received_date",
        "intake.reviewed_at",
        *FLAG_FACTS,
    ),
)
def first_review_is_due(facts: CaseFacts) -> Due | None:
    """The day it was assigned for what cannot wait, a business day later for all others (the SOP
    names no time)."""
    complaint = facts.complaint
    if facts.intake.reviewed_at is not None:
        return None
    start = complaint.assignment_date or complaint.received_date
    cannot_wait = facts.flagged or complaint.issue_level in {"IMMEDIATE_NEED", "UNKNOWN"}
    due_on = start if cannot_wait else after_business_days(start, 1)
    return Due(due_on, "Review the complaint: is it the right contract, and the right issue level?")
