"""Reading the contact log as scenario Q speaks of it: who was told, who is hard to reach."""

from datetime import datetime
from itertools import combinations

from complaints.sop.facts import CaseFacts, ContactFacts

# What a rule that asks these questions reads.
LOG_FACTS = (
    "complaint.complaint_type",
    "contacts.attempted_at",
    "contacts.method",
    "contacts.outcome",
    "contacts.party",
)

_ANY_COMPLAINANT = frozenset(
    {"", "BENEFICIARY", "REPRESENTATIVE", "SHIP_COUNSELOR", "STATE_REVIEWER"}
)
_FAILED = frozenset({"LEFT_MESSAGE", "NO_ANSWER", "WRONG_NUMBER", "RETURNED"})
WRITTEN = frozenset({"LETTER", "EMAIL", "FAX", "OTHER_ELECTRONIC"})
CONVEYED = frozenset({"REACHED", "SENT"})


def with_complainant(facts: CaseFacts) -> list[ContactFacts]:
    """Contacts with the beneficiary's side; with providers too when a provider complains."""
    parties = set(_ANY_COMPLAINANT)
    if facts.complaint.complaint_type.casefold() == "provider":
        parties |= {"PROVIDER", "PHARMACY"}
    return [contact for contact in facts.contacts if contact.party in parties]


def hard_to_reach(facts: CaseFacts) -> bool:
    """Somebody was tried without success and never spoken to."""
    outcomes = {contact.outcome for contact in with_complainant(facts)}
    return bool(outcomes & _FAILED) and "REACHED" not in outcomes


def attempts(facts: CaseFacts) -> list[datetime]:
    """Local times of the attempts, oldest first. A letter comes after them, so it is none."""
    return sorted(
        facts.local(contact.attempted_at)
        for contact in with_complainant(facts)
        if contact.attempted_at is not None and contact.method != "LETTER"
    )


def distinct(times: list[datetime], wanted: int, minutes_apart: int) -> bool:
    """Whether some `wanted` of them differ pairwise in date and by `minutes_apart` of the clock."""
    return any(
        all(_apart(one, other, minutes_apart) for one, other in combinations(chosen, 2))
        for chosen in combinations(times, wanted)
    )


def _apart(one: datetime, other: datetime, minutes_apart: int) -> bool:
    minutes = abs(one.hour * 60 + one.minute - other.hour * 60 - other.minute)
    return one.date() != other.date() and min(minutes, 24 * 60 - minutes) >= minutes_apart


def told(contact: ContactFacts) -> bool:
    """Whether the contact got through: spoken to, or a letter, e-mail or fax that went out."""
    return contact.outcome in CONVEYED
