from complaints.models.acknowledgement import RuleAcknowledgement
from complaints.models.assignment import ContractAssignment
from complaints.models.attachment import Attachment
from complaints.models.casework import CaseworkNote, ContactAttempt, Resolution
from complaints.models.category import Category, CategoryChange
from complaints.models.cms_contacts import CmsContacts
from complaints.models.complaint import Complaint
from complaints.models.direct_case import DirectCase
from complaints.models.history import ComplaintChange
from complaints.models.outbox import CaseworkUpload, UploadEvent
from complaints.models.parameter import ParameterOverride
from complaints.models.reminder import Reminder
from complaints.models.scenario_choice import ScenarioChoice
from complaints.models.scenarios import (
    AccessGrant,
    BaeRequest,
    CmsDirection,
    GoodCauseReview,
    IntakeReview,
    MarketingInvestigation,
    PremiumWithholdReview,
    RepeatLink,
    RetroRequest,
    RpcRejection,
    RpcSubmission,
)
from complaints.models.sop_record import Acknowledgement, Refused

__all__ = [
    "AccessGrant",
    "Acknowledgement",
    "Attachment",
    "BaeRequest",
    "CaseworkNote",
    "CaseworkUpload",
    "Category",
    "CategoryChange",
    "CmsContacts",
    "CmsDirection",
    "Complaint",
    "ComplaintChange",
    "ContactAttempt",
    "ContractAssignment",
    "DirectCase",
    "GoodCauseReview",
    "IntakeReview",
    "MarketingInvestigation",
    "ParameterOverride",
    "PremiumWithholdReview",
    "Refused",
    "Reminder",
    "RepeatLink",
    "Resolution",
    "RetroRequest",
    "RpcRejection",
    "RpcSubmission",
    "RuleAcknowledgement",
    "ScenarioChoice",
    "UploadEvent",
]
