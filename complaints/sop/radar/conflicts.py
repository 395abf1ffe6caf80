"""What one scenario says against another: the step that forbids it.

Precedence as in the SOP: what a note of a scenario excludes is blocked, whoever proposes it."""

from collections.abc import Collection

from complaints.sop import index
from complaints.sop.facts import CaseFacts
from complaints.sop.radar.text import Text

_MARKETING = "marketing misrepresentation"
_BAE = "best available evidence"
# The scenario in the key is not followed beside one of these; the step says so.
_EXCLUDED = {
    "D": (("P", "D.note.6"),),
    "P": (("D", "D.note.6"),),
    "F": (("P", "G.note.3"),),
    "G": (("P", "G.note.3"),),
}

_REMEDIES = {
    "L.note.2.same": "The subcategory makes this one scenario L: accept that instead.",
    "L.note.3": "The investigation found the allegation unfounded: keep the category.",
    "N.3": "Keep both complaints open: this is not the person complaining again.",
}


def against(letter: str, facts: CaseFacts, beside: Collection[str] = ()) -> str:
    """Id of the step that stands against following this scenario, "" where none does.

    `beside` are letters of scenarios it would be followed with."""
    if letter == "F" and is_marketing(facts):
        return "L.note.2.same"
    if letter == "G" and facts.marketing and facts.marketing.allegation_finding == "UNFOUNDED":
        return "L.note.3"
    if letter == "M" and born_of_bae(facts):
        return "N.3"
    return next((step for other, step in _EXCLUDED.get(letter, ()) if other in beside), "")


def remedy(rule: str, letter: str) -> str:
    """What to do about the step that stands against this scenario."""
    excluded = {step: other for other, step in _EXCLUDED.get(letter, ())}
    if rule in excluded:
        return f"Dismiss scenario {excluded[rule]} first if this one is right."
    return _REMEDIES[rule]


def accepted(facts: CaseFacts) -> tuple[str, ...]:
    """Letters of the scenarios somebody accepted for this complaint."""
    return tuple(
        scenario.letter for scenario in index.SCENARIOS.values() if facts.tagged(scenario.code)
    )


def is_marketing(facts: CaseFacts) -> bool:
    """L.0: the subcategory says so, however it is spelled."""
    return bool(Text(facts.complaint.complaint_subcategory).find(_MARKETING))


def born_of_bae(facts: CaseFacts) -> bool:
    """N.3: this complaint is about best available evidence, or all others of the person came of that."""
    category = f"{facts.complaint.complaint_category}. {facts.complaint.complaint_subcategory}"
    own = facts.tagged("BAE") or bool(Text(category).find(_BAE))
    return own or (bool(facts.related) and all(other.bae_born for other in facts.related))
