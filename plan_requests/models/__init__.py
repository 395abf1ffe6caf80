from plan_requests.models.access_request import AccessRequest
from plan_requests.models.decision import CmsDecision, InstructionsRead
from plan_requests.models.plan_request import PlanRequest
from plan_requests.models.question import CmsQuestion

__all__ = ["AccessRequest", "CmsDecision", "CmsQuestion", "InstructionsRead", "PlanRequest"]
