"""G. Wrong or missing category: a request that was drafted and not submitted.

Source: CTM Plan SOP, scenario G, step 2.c; a draft of any other type asks CMS as little.
"""

from datetime import timedelta

from complaints.sop.facts import CaseFacts
from complaints.sop.plan_request import NAMES
from complaints.sop.timer import Due, timer
from complaints.sop.words import day


@timer(
    "G.2.c.draft",
    facts=(
        "parameters.draft_reminder_days",
        "requests.drafted_on",
        "requests.request_type",
        "requests.status",
    ),
)
def draft_is_submitted(facts: CaseFacts) -> tuple[Due, ...]:
    """One for each draft, from the day it was begun."""
    waits = timedelta(days=facts.parameters.draft_reminder_days)
    return tuple(
        Due(
            request.drafted_on + waits,
            f"Submit or drop the {NAMES.get(request.request_type, 'Plan')} request drafted on "
            f"{day(request.drafted_on)}",
            subject=f"draft {number}",
        )
        for number, request in enumerate(facts.requests, 1)
        if request.status == "DRAFT" and request.drafted_on is not None
    )
