"""The field's codes. Display texts of CMS's files are translated at the edges (hpms_sync.layouts)."""

from django.db.models import TextChoices


class IssueLevel(TextChoices):
    IMMEDIATE_NEED = "IMMEDIATE_NEED", "Immediate Need"
    URGENT = "URGENT", "Urgent"
    NO_ISSUE_LEVEL = "NO_ISSUE_LEVEL", "No Issue Level"
    UNKNOWN = "UNKNOWN", "Level not recognized"


class RequestStatus(TextChoices):
    PENDING = "PENDING", "Pending"
    APPROVED = "APPROVED", "Approved"
    REJECTED = "REJECTED", "Rejected"


class YesNo(TextChoices):
    YES = "Y", "Yes"
    NO = "N", "No"


class Satisfied(TextChoices):
    YES = "Y", "Yes"
    NO = "N", "No"
    UNKNOWN = "U", "Unknown or unable to reach"


class HpiRelated(TextChoices):
    YES = "Y", "Yes"
    NO = "N", "No"
    UNKNOWN = "U", "Unknown or unsure"


class ResolutionNotification(TextChoices):
    TELEPHONE = "1", "Telephone"
    WRITTEN = "2", "Written"
    TELEPHONE_AND_WRITTEN = "3", "Telephone and written"
    NONE = "4", "None"
    UNKNOWN = "0", "Unknown"


class Party(TextChoices):
    BENEFICIARY = "BENEFICIARY", "Beneficiary"
    REPRESENTATIVE = "REPRESENTATIVE", "Representative"
    PROVIDER = "PROVIDER", "Provider"
    PHARMACY = "PHARMACY", "Pharmacy"
    SHIP_COUNSELOR = "SHIP_COUNSELOR", "SHIP counselor"
    STATE_REVIEWER = "STATE_REVIEWER", "State reviewer"
    CONGRESSIONAL_OFFICE = "CONGRESSIONAL_OFFICE", "Congressional office"
    CMS = "CMS", "CMS"
    ACCOUNT_MANAGER = "ACCOUNT_MANAGER", "Account Manager"


class Method(TextChoices):
    PHONE = "PHONE", "Phone"
    LETTER = "LETTER", "Letter"
    EMAIL = "EMAIL", "E-mail"
    FAX = "FAX", "Fax"
    OTHER_ELECTRONIC = "OTHER_ELECTRONIC", "Other electronic"
    IN_PERSON = "IN_PERSON", "In person"


class Outcome(TextChoices):
    REACHED = "REACHED", "Reached"
    LEFT_MESSAGE = "LEFT_MESSAGE", "Left message"
    NO_ANSWER = "NO_ANSWER", "No answer"
    WRONG_NUMBER = "WRONG_NUMBER", "Wrong number"
    RETURNED = "RETURNED", "Returned"
    SENT = "SENT", "Sent"


class Purpose(TextChoices):
    FACT_FINDING = "FACT_FINDING", "Fact finding"
    PLANNED_ACTIONS = "PLANNED_ACTIONS", "Planned actions"
    INTERIM = "INTERIM", "Interim"
    RESOLUTION = "RESOLUTION", "Resolution"
    REASSIGNMENT_NOTICE = "REASSIGNMENT_NOTICE", "Reassignment notice"
    EDUCATION = "EDUCATION", "Education"


class SystemUpdateAction(TextChoices):
    ENROLLMENT_UPDATED = "ENROLLMENT_UPDATED", "Enrollment updated"
    PREMIUM_UPDATED = "PREMIUM_UPDATED", "Premium updated"
    LIS_UPDATED = "LIS_UPDATED", "LIS updated"
    CLAIM_REPROCESSED = "CLAIM_REPROCESSED", "Claim reprocessed"
    ACCESS_RESTORED = "ACCESS_RESTORED", "Access restored"
    OTHER = "OTHER", "Other"


class ClockState(TextChoices):
    RUNNING = "RUNNING", "Running"
    STOPPED = "STOPPED", "Stopped"
    ENDED = "ENDED", "Ended"


class UploadState(TextChoices):
    QUEUED = "QUEUED", "Waiting to be sent"
    SENDING = "SENDING", "Being sent"
    EXPORTED = "EXPORTED", "In a file"
    ACCEPTED = "ACCEPTED", "Accepted by HPMS"
    CONFIRMED = "CONFIRMED", "Seen in HPMS"
    FAILED = "FAILED", "Refused by HPMS"
    BLOCKED = "BLOCKED", "Stopped by a rule before sending"
    UNCERTAIN = "UNCERTAIN", "Uncertain"
    NEEDS_DECISION = "NEEDS_DECISION", "Needs your answer"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
