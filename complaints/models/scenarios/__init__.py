"""Records of the SOP's scenarios and of what the plan did about them."""

from complaints.models.scenario_record import ScenarioRecord
from complaints.models.scenarios.access import AccessGrant, CmsDirection
from complaints.models.scenarios.bae import BaeRequest
from complaints.models.scenarios.good_cause import GoodCauseReview
from complaints.models.scenarios.intake import IntakeReview
from complaints.models.scenarios.marketing import MarketingInvestigation
from complaints.models.scenarios.premium_withhold import PremiumWithholdReview
from complaints.models.scenarios.repeat import RepeatLink
from complaints.models.scenarios.retro import RetroRequest, RpcRejection, RpcSubmission

# Of these the newest counts, and is one record of the facts.
STATEMENTS: tuple[type[ScenarioRecord], ...] = (
    IntakeReview,
    RetroRequest,
    BaeRequest,
    GoodCauseReview,
    MarketingInvestigation,
    PremiumWithholdReview,
    RepeatLink,
)

__all__ = [
    "STATEMENTS",
    "AccessGrant",
    "BaeRequest",
    "CmsDirection",
    "GoodCauseReview",
    "IntakeReview",
    "MarketingInvestigation",
    "PremiumWithholdReview",
    "RepeatLink",
    "RetroRequest",
    "RpcRejection",
    "RpcSubmission",
]
