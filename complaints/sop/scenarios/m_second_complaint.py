"""M. Second complaint from the same person. Source: CTM Plan SOP, scenario M.

The decision about the other complaint is one statement: `relation` is RESOLVED_EARLIER (step 1),
DUPLICATE (step 2) or DISTINCT (step 3).
"""

import re

from complaints.sop.facts import CaseFacts, RepeatFacts
from complaints.sop.plan_request import FLAG_FACTS
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.words import day

CLOSE = (Action.CLOSE,)
ERROR, WARNING = Severity.ERROR, Severity.WARNING

_URGENCY = {"NO_ISSUE_LEVEL": 0, "URGENT": 1, "IMMEDIATE_NEED": 2, "UNKNOWN": 2}
_REPEAT = re.compile(r"\brepeat", re.IGNORECASE)
_CLAIMS_DUPLICATE = re.compile(
    r"(?<!not )(?<!not a )(?<!no )(?<!never a )"
    r"\b(?:duplicate (?:of|complaint)|repeat (?:of|complaint)|duplicates? C\d)",
    re.IGNORECASE,
)
_BAE_FACTS = ("related.bae_born", "related.complaint_id", "repeat.other_bae_born")


@rule(
    "M.1.verify",
    severity=WARNING,
    actions=CLOSE,
    citation="SOP M, step 1",
    headline="Earlier resolution known to the person",
    field="prior_resolution_acknowledged",
    facts=("repeat.prior_resolution_acknowledged", "repeat.relation"),
)
def earlier_resolution_is_acknowledged(facts: CaseFacts) -> str | None:
    """Where the person does not know of it, tell her, and treat the complaint like any other."""
    repeat = _repeat(facts, "RESOLVED_EARLIER")
    if repeat is None or repeat.prior_resolution_acknowledged is not None:
        return None
    return "Ask whether the person was told how the earlier complaint was resolved, and record the answer."


@rule(
    "M.1.close",
    severity=ERROR,
    actions=CLOSE,
    citation="SOP M, step 1",
    headline="Repeat complaint called so in the note",
    field="note",
    facts=(
        "repeat.other_complaint_id",
        "repeat.prior_resolution_acknowledged",
        "repeat.relation",
        "resolution.note.text",
    ),
)
def note_says_repeat(facts: CaseFacts) -> str | None:
    """Not of one that is worked anew because the person never heard of the earlier resolution."""
    repeat = _repeat(facts, "RESOLVED_EARLIER")
    if repeat is None or repeat.prior_resolution_acknowledged is False:
        return None
    if _REPEAT.search(_note(facts)):
        return None
    return f"Write in the note: Repeat complaint, see {repeat.other_complaint_id}."


@rule(
    "M.2.older",
    severity=WARNING,
    actions=CLOSE,
    citation="SOP M, step 2",
    headline="Of two complaints the older one is closed",
    field="relation",
    facts=(
        *_BAE_FACTS,
        *FLAG_FACTS,
        "complaint.issue_level",
        "complaint.received_date",
        "repeat.other_complaint_id",
        "repeat.other_flagged",
        "repeat.other_issue_level",
        "repeat.other_received_date",
        "repeat.relation",
    ),
)
def older_of_two_is_closed(facts: CaseFacts) -> str | None:
    """Unless that would lose a flag or a more serious level, or the other is the Regional Office's own
    complaint about the BAE worksheet (N.3)."""
    repeat, complaint = _repeat(facts, "DUPLICATE"), facts.complaint
    if repeat is None:
        return None
    other = repeat.other_complaint_id
    if other_is_born_of_bae(facts, repeat):
        return f"Keep both open: {other} came of the BAE worksheet and is no second complaint."
    received = repeat.other_received_date
    if received is not None and received < complaint.received_date:
        return f"Close {other} instead, and keep this one: {other} is older, of {day(received)}."
    if facts.flagged and not repeat.other_flagged:
        return f"Keep this one open: it is SWIFT, Congressional, Press or Hill, and {other} is not."
    if _urgency(complaint.issue_level) > _urgency(repeat.other_issue_level):
        return f"Keep this one open: it is more urgent than {other}, and its level would be lost."
    return None


@rule(
    "M.2.reference",
    severity=ERROR,
    actions=CLOSE,
    citation="SOP M, step 2",
    headline="Newer complaint's number in the note",
    field="note",
    facts=(
        *_BAE_FACTS,
        "repeat.other_complaint_id",
        "repeat.relation",
        "resolution.note.text",
    ),
)
def newer_complaint_is_referenced(facts: CaseFacts) -> str | None:
    """By its exact id."""
    repeat = _repeat(facts, "DUPLICATE")
    if repeat is None or other_is_born_of_bae(facts, repeat):
        return None
    if repeat.other_complaint_id.casefold() in _note(facts).casefold():
        return None
    return f"Add to the note: the issue is worked under {repeat.other_complaint_id}."


@rule(
    "M.3",
    severity=ERROR,
    actions=CLOSE,
    citation="SOP M, step 3",
    headline="Distinct issues closed on their own merits",
    field="note",
    facts=("repeat.other_complaint_id", "repeat.relation", "resolution.note.text"),
)
def distinct_issue_is_no_duplicate(facts: CaseFacts) -> str | None:
    """What was found distinct is not closed as a duplicate or repeat of the other."""
    repeat = _repeat(facts, "DISTINCT")
    if repeat is None or not _CLAIMS_DUPLICATE.search(_note(facts)):
        return None
    return (
        f"Say how this issue itself was resolved: it was recorded as distinct from "
        f"{repeat.other_complaint_id}, so it is not closed as a duplicate of it."
    )


def other_is_born_of_bae(facts: CaseFacts, repeat: RepeatFacts) -> bool:
    """N.3: the Regional Office opened the other complaint from the plan's BAE worksheet."""
    born = {other.complaint_id for other in facts.related if other.bae_born}
    return repeat.other_bae_born or repeat.other_complaint_id in born


def _repeat(facts: CaseFacts, relation: str) -> RepeatFacts | None:
    return facts.repeat if facts.repeat and facts.repeat.relation == relation else None


def _note(facts: CaseFacts) -> str:
    return facts.resolution.note.text if facts.resolution else ""


def _urgency(issue_level: str) -> int:
    return _URGENCY.get(issue_level, 0)
