"""Reading the Plan Request in hand, and those already made, as several scenarios do."""

from complaints.sop.facts import CaseFacts, RequestFacts

# What `facts.flagged` reads: SWIFT, Congressional, Press or Hill interest.
FLAG_FACTS = (
    "complaint.congressional",
    "complaint.swift",
    "complaint.swift_control_number",
    "intake.press_hill_interest",
)

NAMES = {
    "CONTRACT_CHANGE": "contract change",
    "ISSUE_LEVEL_CHANGE": "issue level change",
    "CMS_ISSUE": "CMS Issue (CMS Lead)",
    "CATEGORY_CHANGE": "category change",
}


def asked(facts: CaseFacts, request_type: str) -> RequestFacts | None:
    """The request in hand when it is of this type."""
    request = facts.request
    return request if request and request.request_type == request_type else None
