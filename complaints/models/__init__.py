from complaints.models.acknowledgement import RuleAcknowledgement
from complaints.models.assignment import ContractAssignment
from complaints.models.casework import CaseworkNote, ContactAttempt, Resolution
from complaints.models.category import Category
from complaints.models.complaint import Complaint
from complaints.models.history import ComplaintChange
from complaints.models.outbox import CaseworkUpload, UploadEvent
from complaints.models.parameter import ParameterOverride
from complaints.models.sop_record import Acknowledgement, Refused

__all__ = [
    "Acknowledgement",
    "CaseworkNote",
    "CaseworkUpload",
    "Category",
    "Complaint",
    "ComplaintChange",
    "ContactAttempt",
    "ContractAssignment",
    "ParameterOverride",
    "Refused",
    "Resolution",
    "RuleAcknowledgement",
    "UploadEvent",
]
