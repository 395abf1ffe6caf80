"""N. Best Available Evidence: what is due after the worksheet came back.

Source: CTM Plan SOP, scenario N, steps 4 and 5. The SOP does not say from when its 30 to 60 days run:
here from the day the worksheet came back.
"""

from datetime import timedelta

from complaints.sop.business_days import after_business_days
from complaints.sop.facts import CaseFacts
from complaints.sop.plan_request import FLAG_FACTS
from complaints.sop.scenarios.n_best_available_evidence import ATTEMPT_FACTS, attempted_since
from complaints.sop.timer import Due, timer


@timer(
    "N.4.notify",
    facts=(
        *ATTEMPT_FACTS,
        "bae.worksheet_returned_at",
        "parameters.bae_notify_business_days",
        "time_zone",
    ),
)
def beneficiary_is_told_of_the_lis(facts: CaseFacts) -> Due | None:
    """Within one business day an attempt is made, successful or not."""
    returned = facts.bae.worksheet_returned_at if facts.bae else None
    if returned is None or attempted_since(facts, returned):
        return None
    days = facts.parameters.bae_notify_business_days
    due_on = after_business_days(facts.local(returned).date(), days)
    return Due(due_on, "Tell the beneficiary of the LIS update: the BAE worksheet is back")


@timer(
    "N.5",
    facts=(
        *FLAG_FACTS,
        "bae.cms_lis_updated_on",
        "bae.worksheet_returned_at",
        "parameters.bae_check_days",
        "parameters.bae_overdue_days",
        "rpc_submissions.for_bae",
        "time_zone",
    ),
)
def lis_shows_in_cms_systems(facts: CaseFacts) -> tuple[Due, ...]:
    """Look at 30 days, send to the RPC by 60; runs on after closing. No flagged case goes to the RPC
    (I.note.4): CMS is asked instead."""
    returned = facts.bae.worksheet_returned_at if facts.bae else None
    if facts.bae is None or returned is None or facts.bae.cms_lis_updated_on is not None:
        return ()
    if any(sent.for_bae for sent in facts.rpc_submissions):
        return ()
    start = facts.local(returned).date()
    send = (
        "Ask CMS to update the LIS"
        if facts.flagged
        else "Send the LIS to the RPC with the worksheet"
    )
    check, overdue = facts.parameters.bae_check_days, facts.parameters.bae_overdue_days
    return (
        Due(start + timedelta(check), "Check whether CMS's record shows the LIS", "check", True),
        Due(start + timedelta(overdue), f"{send}, if CMS's record lacks it", "overdue", True),
    )
