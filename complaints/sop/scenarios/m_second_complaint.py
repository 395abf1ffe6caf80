"""M. Second complaint from the same person. Source: CTM Plan SOP, scenario M.

The decision about the other complaint is one statement: `relation` is RESOLVED_EARLIER (step 1),
DUPLICATE (step 2) or DISTINCT (step 3). There may be several others: each decision is judged.
"""

import re
from collections.abc import Iterator

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


def _facts(*names: str) -> tuple[str, ...]:
    """Of the newest decision and of those about further complaints."""
    return tuple(f"{record}.{name}" for record in ("more_repeats", "repeat") for name in names)


_BAE_FACTS = ("related.bae_born", "related.complaint_id", *_facts("other_bae_born"))


@rule(
    "M.1.verify",
    severity=WARNING,
    actions=CLOSE,
    citation="SOP M, step 1",
    headline="Earlier resolution known to the person",
    field="prior_resolution_acknowledged",
    facts=_facts("prior_resolution_acknowledged", "relation"),
)
def earlier_resolution_is_acknowledged(facts: CaseFacts) -> str | None:
    """Where the person does not know of it, tell her, and treat the complaint like any other."""
    decided = _decided(facts, "RESOLVED_EARLIER")
    if all(repeat.prior_resolution_acknowledged is not None for repeat in decided):
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
        *_facts("other_complaint_id", "prior_resolution_acknowledged", "relation"),
        "resolution.note.text",
    ),
)
def note_says_repeat(facts: CaseFacts) -> str | None:
    """Not of one that is worked anew because the person never heard of the earlier resolution."""
    for repeat in _decided(facts, "RESOLVED_EARLIER"):
        known = repeat.prior_resolution_acknowledged is not False
        if known and not _REPEAT.search(_note(facts)):
            return f"Write in the note: Repeat complaint, see {repeat.other_complaint_id}."
    return None


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
        *_facts(
            "other_complaint_id",
            "other_flagged",
            "other_issue_level",
            "other_received_date",
            "relation",
        ),
        "complaint.issue_level",
        "complaint.received_date",
    ),
)
def older_of_two_is_closed(facts: CaseFacts) -> str | None:
    """Unless that would lose a flag or a more serious level, or the other is the Regional Office's own
    complaint about the BAE worksheet (N.3)."""
    stands = (_lost_by_closing(facts, repeat) for repeat in _decided(facts, "DUPLICATE"))
    return next(filter(None, stands), None)


def _lost_by_closing(facts: CaseFacts, repeat: RepeatFacts) -> str | None:
    complaint, other = facts.complaint, repeat.other_complaint_id
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
        *_facts("other_complaint_id", "relation"),
        "resolution.note.text",
    ),
)
def newer_complaint_is_referenced(facts: CaseFacts) -> str | None:
    """By its exact id."""
    note = _note(facts).casefold()
    for repeat in _decided(facts, "DUPLICATE"):
        named = repeat.other_complaint_id.casefold() in note
        if not named and not other_is_born_of_bae(facts, repeat):
            return f"Add to the note: the issue is worked under {repeat.other_complaint_id}."
    return None


@rule(
    "M.3",
    severity=ERROR,
    actions=CLOSE,
    citation="SOP M, step 3",
    headline="Distinct issues closed on their own merits",
    field="note",
    facts=(*_facts("other_complaint_id", "relation"), "resolution.note.text"),
)
def distinct_issue_is_no_duplicate(facts: CaseFacts) -> str | None:
    """What was found distinct is not closed as a duplicate or repeat of the other. Where it repeats yet
    another complaint, the note that says so counts against this one only if it names this one."""
    note, same = _note(facts), any(repeat.relation != "DISTINCT" for repeat in facts.repeats)
    if not _CLAIMS_DUPLICATE.search(note):
        return None
    for repeat in _decided(facts, "DISTINCT"):
        other = repeat.other_complaint_id
        if not same or other.casefold() in note.casefold():
            return (
                f"Say how this issue itself was resolved: it was recorded as distinct from {other}, "
                "so it is not closed as a duplicate of it."
            )
    return None


def other_is_born_of_bae(facts: CaseFacts, repeat: RepeatFacts) -> bool:
    """N.3: the Regional Office opened the other complaint from the plan's BAE worksheet."""
    born = {other.complaint_id for other in facts.related if other.bae_born}
    return repeat.other_bae_born or repeat.other_complaint_id in born


def _decided(facts: CaseFacts, relation: str) -> Iterator[RepeatFacts]:
    return (repeat for repeat in facts.repeats if repeat.relation == relation)


def _note(facts: CaseFacts) -> str:
    return facts.resolution.note.text if facts.resolution else ""


def _urgency(issue_level: str) -> int:
    return _URGENCY.get(issue_level, 0)
