"""D. Retroactive enrollment: what is due after a request went to the Retro-Processing Center (RPC).

Source: CTM Plan SOP, scenario D, steps 2.a, 2.b and 3.a; scenario E, step 3.b says the same.
"""

from complaints.sop.business_days import after_business_days
from complaints.sop.facts import CaseFacts
from complaints.sop.timer import Due, timer
from complaints.sop.words import day


@timer(
    "D.2.a.close",
    facts=("rpc_submissions.for_bae", "rpc_submissions.submitted_on"),
    also=("D.3.a.follow", "E.3.b.close"),
)
def case_is_closed_after_the_rpc_request(facts: CaseFacts) -> Due | None:
    """On the very day. The RPC request of a BAE worksheet comes after the closing (N.5)."""
    sent = [one.submitted_on for one in facts.rpc_submissions if not one.for_bae]
    dates = [when for when in sent if when is not None]
    if not dates:
        return None
    return Due(max(dates), f"Close the case: sent to the RPC on {day(max(dates))}")


@timer(
    "D.2.b",
    facts=(
        "parameters.rpc_resubmit_business_days",
        "rpc_promised.reference",
        "rpc_promised.rejected_on",
        "rpc_promised.resubmitted_on",
        "rpc_submissions.reference",
        "rpc_submissions.rejected_on",
        "rpc_submissions.resubmitted_on",
    ),
)
def refused_rpc_request_is_sent_again(facts: CaseFacts) -> tuple[Due, ...]:
    """Immediately is read as the next business day. Runs on after the complaint is closed, and when it
    is re-opened."""
    days = facts.parameters.rpc_resubmit_business_days
    return tuple(
        Due(
            after_business_days(sent.rejected_on, days),
            f"Mend and resubmit to the RPC: refused on {day(sent.rejected_on)}",
            subject=sent.reference or f"RPC request {number}",
            outlives_closing=True,
        )
        for number, sent in enumerate((*facts.rpc_promised, *facts.rpc_submissions), 1)
        if sent.rejected_on is not None and sent.resubmitted_on is None
    )
