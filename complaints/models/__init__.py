from complaints.models.acknowledgement import RuleAcknowledgement
from complaints.models.assignment import ContractAssignment
from complaints.models.attachment import Attachment
from complaints.models.casework import CaseworkNote, ContactAttempt, Resolution
from complaints.models.category import Category, CategoryChange
from complaints.models.cms_contacts import CmsContacts
from complaints.models.comment_read import CommentRead, unread_comments
from complaints.models.complaint import Complaint
from complaints.models.direct_case import DirectCase
from complaints.models.draft import Draft
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
    "CommentRead",
    "Complaint",
    "ComplaintChange",
    "ContactAttempt",
    "ContractAssignment",
    "DirectCase",
    "Draft",
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
    "unread_comments",
]
