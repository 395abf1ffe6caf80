"""L. Alleged marketing misrepresentation: the agents and brokers involved, step 4.

Source: CTM Plan SOP, scenario L.
"""

import re
import unicodedata

from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, At, Severity, rule
from complaints.sop.scenarios.l_marketing_misrepresentation import follows_marketing
from complaints.sop.words import listed

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NOBODY_FOUND = re.compile(r"\b(?:agent|broker)s?\b", re.IGNORECASE)


@rule(
    "L.4",
    severity=Severity.ERROR,
    actions=(Action.CLOSE,),
    citation="SOP L, step 4",
    headline="Agents and brokers named in the note",
    field="note",
    facts=(
        "complaint.agent_broker_first_name",
        "complaint.agent_broker_last_name",
        "complaint.scenario_tags",
        "marketing.agent_named_in_complaint",
        "marketing.agent_not_identified",
        "marketing.agents_named",
        "resolution.note.text",
    ),
)
def agents_are_named(facts: CaseFacts) -> str | At | None:
    """Each by the last name. The agent and broker fields of the upload do not replace the note."""
    marketing = facts.marketing
    if not follows_marketing(facts) or (marketing and marketing.agent_named_in_complaint):
        return None
    text = facts.resolution.note.text if facts.resolution else ""
    if names := _names(facts):
        missing = [name for name in names if not _mentions(text, name)]
        return f"Name in the note: {listed(missing)}." if missing else None
    if marketing is None or not marketing.agent_not_identified:
        return At(
            "agents_named",
            "Record the agents and brokers involved and name them in the note, or record that none "
            "could be identified.",
        )
    if _NOBODY_FOUND.search(text):
        return None
    return "Say in the note why no agent or broker could be identified."


def _names(facts: CaseFacts) -> list[str]:
    """Those the investigation names, else the one HPMS shows."""
    recorded = facts.marketing.agents_named if facts.marketing else ""
    if names := [line.strip() for line in recorded.splitlines() if _last_name(line)]:
        return names
    complaint = facts.complaint
    last = complaint.agent_broker_last_name.strip()
    return [f"{complaint.agent_broker_first_name} {last}".strip()] if last else []


def _last_name(name: str) -> str:
    """Roe of "Jane Roe", "Roe, Jane" and "Jane Roe Jr. (NPN 123456789)"."""
    plain = re.sub(r"\(.*|\bNPN\b.*", "", name, flags=re.IGNORECASE)
    head, comma, rest = plain.partition(",")
    if comma and rest.strip(" .").casefold() not in _SUFFIXES:
        return head.strip()
    words = [word for word in head.split() if word.strip(".").casefold() not in _SUFFIXES]
    return words[-1] if words else ""


def _mentions(text: str, name: str) -> bool:
    last = re.escape(_plain(_last_name(name)))
    return re.search(rf"(?<!\w){last}(?!\w)", _plain(text)) is not None


def _plain(text: str) -> str:
    """Small letters without accents: what HPMS gets has none either."""
    letters = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()
