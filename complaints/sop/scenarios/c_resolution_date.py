"""C. The plan cannot save or close the complaint: the Resolution Date, steps 1.b and 1.d.

Source: CTM Plan SOP, scenario C.
"""

from datetime import date

from complaints.sop import restricted
from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, Severity, rule
from complaints.sop.words import day, listed

CLOSE = Action.CLOSE


@rule(
    "C.1.b.date",
    severity=Severity.ERROR,
    actions=(CLOSE,),
    citation="SOP C, step 1.b",
    headline="No restricted characters in the resolution date",
    field="resolution_date",
    facts=("resolution.resolution_date",),
)
def resolution_date_has_no_restricted_characters(facts: CaseFacts) -> str | None:
    """Can only happen to a date that came in as text."""
    typed = facts.resolution.resolution_date if facts.resolution else None
    if not isinstance(typed, str) or not restricted.found_in(typed):
        return None
    found = listed(restricted.found_in(typed))
    return f"Take {found} out of the resolution date; write it as MM/DD/YYYY."


@rule(
    "C.1.d.present",
    severity=Severity.ERROR,
    actions=(CLOSE,),
    citation="SOP C, step 1.d",
    headline="Resolution date entered",
    field="resolution_date",
    facts=("resolution.resolution_date",),
    also=("L.3.date", "Q.3.b.date"),
)
def resolution_date_is_present(facts: CaseFacts) -> str | None:
    """Text that is no date counts as none; restricted characters in it are C.1.b.date's to name."""
    typed = facts.resolution.resolution_date if facts.resolution else None
    if isinstance(typed, date) or (typed and restricted.found_in(typed)):
        return None
    if typed and typed.strip():
        return "Write the resolution date as MM/DD/YYYY: what was entered is no date."
    return "Enter the resolution date: the day the complaint was resolved."


@rule(
    "C.1.d.order",
    severity=Severity.ERROR,
    actions=(CLOSE,),
    citation="SOP C, step 1.d",
    headline="Resolution date not before the received date",
    field="resolution_date",
    facts=("complaint.received_date", "resolution.resolution_date"),
)
def resolution_date_is_not_before_received_date(facts: CaseFacts) -> str | None:
    """Against the received date: one before a later reassignment is legal."""
    resolved = resolved_on(facts)
    if resolved is None or resolved >= facts.complaint.received_date:
        return None
    received = day(facts.complaint.received_date)
    return f"Choose a resolution date from {received} on: that is when CMS received the complaint."


@rule(
    "C.1.d.future",
    severity=Severity.WARNING,
    actions=(CLOSE,),
    citation="SOP C, step 1.d (inferred)",
    headline="Resolution date not in the future",
    field="resolution_date",
    facts=("resolution.resolution_date", "today"),
    also=("UP.resolutionDate.today",),
)
def resolution_date_is_not_in_the_future(facts: CaseFacts) -> str | None:
    """HPMS would stamp the day it accepts, whatever is entered here."""
    resolved = resolved_on(facts)
    if resolved is None or resolved <= facts.today:
        return None
    return f"Use today's date, {day(facts.today)}, or say why the date lies ahead."


def resolved_on(facts: CaseFacts) -> date | None:
    """The resolution date in hand when it is one."""
    typed = facts.resolution.resolution_date if facts.resolution else None
    return typed if isinstance(typed, date) else None
