"""A.4.a: CMS agreed that the case goes to another contract, and no download has shown it there yet.

Source: CTM Plan SOP, scenario A, step 4.a. What is newer takes the word back: a new request, another
answer, the case re-opened or under another contract.
"""

from collections.abc import Iterable

from complaints.sop.case_records import RequestFacts
from complaints.sop.facts import CaseFacts


def agreed_move(facts: CaseFacts) -> RequestFacts | None:
    """The approved request for another contract, None while the case stays where it is."""
    newest = _newest(facts.requests)
    if newest is None or newest.status != "APPROVED" or newest.decided_on is None:
        return None
    if newest.target_contract_id == facts.complaint.contract_id:
        return None
    anew = facts.begun_anew_on
    return None if anew and newest.decided_on <= anew else newest


def _newest(requests: Iterable[RequestFacts]) -> RequestFacts | None:
    """A draft says nothing yet, and a dropped one nothing any more."""
    made = [
        request
        for request in requests
        if request.request_type == "CONTRACT_CHANGE"
        and request.status not in {"DRAFT", "CANCELLED"}
    ]
    return made[-1] if made else None
