"""Plan Requests that meet no finding, and the shortest way to them."""

from complaints.models import Acknowledgement
from plan_requests.models import PlanRequest

CMS_ISSUE = {
    "request_type": "CMS_ISSUE",
    "reason_code": "OTHER",
    "cms_intervention_reason": "MARx rejects the correction with TRC 023, the plan cannot mend it",
    "access_provided": "YES",
    "beneficiary_contacted": "YES",
}
CONTRACT_CHANGE = {
    "request_type": "CONTRACT_CHANGE",
    "reason_code": "MEMBER_OF_OTHER_CONTRACT",
    "target_contract_id": "H5678",
    "justification": "MARx shows her in H5678 since 3/1/2025.",
}
LEVEL_CHANGE = {
    "request_type": "ISSUE_LEVEL_CHANGE",
    "reason_code": "NEVER_MET_DEFINITION",
    "requested_issue_level": "NO_ISSUE_LEVEL",
    "originally_incorrect": True,
    "evidence_text": "She had 20 days of supply when she called",
    "justification": "The complaint is about a bill, access was never lost.",
}
CATEGORY_CHANGE = {
    "request_type": "CATEGORY_CHANGE",
    "reason_code": "MISCATEGORISED_AT_INTAKE",
    "target_category": "Premiums and Costs",
    "target_subcategory": "Billed twice",
    "evident_in_summary": True,
    "justification": "The summary speaks of a bill alone.",
}
WHY = "Seen and meant so, for this test."


def draft(complaint, author, values=CMS_ISSUE, **more):
    asked = PlanRequest(complaint=complaint, author=author, **{**values, **more})
    asked.save()
    return asked


def submit(asked, user):
    """Hands it off with every warning acknowledged, of which the tests here do not speak."""
    warned = [f.rule for f in asked.findings() if f.severity == "WARNING"]
    asked.submit(user, [Acknowledgement(rule, WHY) for rule in warned])
    return asked


def handed_off(complaint, user, values=CMS_ISSUE, **more):
    return submit(draft(complaint, user, values, **more), user)
