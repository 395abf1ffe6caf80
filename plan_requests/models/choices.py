"""Codes of Plan Requests (SOP A, B, E to J, O)."""

from django.db.models import TextChoices


class RequestType(TextChoices):
    CONTRACT_CHANGE = "CONTRACT_CHANGE", "Contract change"
    CMS_ISSUE = "CMS_ISSUE", "CMS Lead (CMS Issue)"
    ISSUE_LEVEL_CHANGE = "ISSUE_LEVEL_CHANGE", "Issue level change"
    CATEGORY_CHANGE = "CATEGORY_CHANGE", "Category change"


class Status(TextChoices):
    DRAFT = "DRAFT", "Draft"
    SUBMITTED = "SUBMITTED", "Handed off to HPMS"
    PENDING = "PENDING", "Pending at CMS"
    APPROVED = "APPROVED", "Approved by CMS"
    REJECTED = "REJECTED", "Rejected by CMS"
    CANCELLED = "CANCELLED", "Canceled"


OPEN = (Status.SUBMITTED, Status.PENDING)  # handed to CMS and not answered
ANSWERED = (Status.APPROVED, Status.REJECTED)


class Answer(TextChoices):
    """CMS's answer to a request."""

    APPROVED = "APPROVED", "Approved"
    REJECTED = "REJECTED", "Rejected"


# The download's column that shows where a request of this type stands. For a category request there is none.
INDICATORS: dict[str, str] = {
    RequestType.CONTRACT_CHANGE: "contract_change_request_status",
    RequestType.CMS_ISSUE: "cms_lead_change_request_status",
    RequestType.ISSUE_LEVEL_CHANGE: "issue_level_request_status",
}


class ReasonCode(TextChoices):
    """Some exist only to be refused, so that the refusal can be explained."""

    ENROLLMENT_EXCEPTION = "ENROLLMENT_EXCEPTION", "Enrollment exception"
    CRITICAL_RETRO_DISENROLLMENT = (
        "CRITICAL_RETRO_DISENROLLMENT",
        "Critical retroactive disenrollment",
    )
    ENTITLEMENT_LOSS = "ENTITLEMENT_LOSS", "Erroneous loss of Part A or B entitlement"
    RPC_APPROVAL = "RPC_APPROVAL", "Approval to send the case to the RPC"
    FLAGGED_CASE_CLOSURE = (
        "FLAGGED_CASE_CLOSURE",
        "Closing of a SWIFT, Congressional, Press or Hill case",
    )
    PREMIUM_WITHHOLD_PAST_PERIOD = (
        "PREMIUM_WITHHOLD_PAST_PERIOD",
        "Premium withhold past the expected period",
    )
    PREMIUM_WITHHOLD_NON_CURRENT_YEAR = (
        "PREMIUM_WITHHOLD_NON_CURRENT_YEAR",
        "Premium withhold of a non-current year",
    )
    PREMIUM_WITHHOLD_NOT_FIXABLE = (
        "PREMIUM_WITHHOLD_NOT_FIXABLE",
        "Premium withhold the plan cannot correct",
    )
    PRIOR_PLAN_DOCUMENTS = "PRIOR_PLAN_DOCUMENTS", "Documents of the former plan"
    CMS_DIRECTED = "CMS_DIRECTED", "Directed by CMS"
    MEMBER_OF_OTHER_CONTRACT = "MEMBER_OF_OTHER_CONTRACT", "Member of another contract"
    SUBSIDIARY = "SUBSIDIARY", "Belongs to a subsidiary"
    MISCATEGORISED_AT_INTAKE = "MISCATEGORISED_AT_INTAKE", "Miscategorized at intake"
    NO_CATEGORY = "NO_CATEGORY", "No category assigned"
    NEVER_MET_DEFINITION = "NEVER_MET_DEFINITION", "Never met the level's definition"
    NOW_MORE_SERIOUS = "NOW_MORE_SERIOUS", "Has become more serious"
    UNABLE_TO_CONTACT = "UNABLE_TO_CONTACT", "Nobody can be reached"
    LEP_FORMER_PLAN = "LEP_FORMER_PLAN", "Late enrollment penalty of a former plan"
    MARKETING_UNFOUNDED = "MARKETING_UNFOUNDED", "Marketing allegation was unfounded"
    GOOD_CAUSE_ASKED = "GOOD_CAUSE_ASKED", "The beneficiary asks for good cause"
    OTHER = "OTHER", "Other"


# Which reasons each type offers; those only refused stand last.
REASONS_OF: dict[str, tuple[ReasonCode, ...]] = {
    RequestType.CMS_ISSUE: (
        ReasonCode.ENROLLMENT_EXCEPTION,
        ReasonCode.CRITICAL_RETRO_DISENROLLMENT,
        ReasonCode.ENTITLEMENT_LOSS,
        ReasonCode.RPC_APPROVAL,
        ReasonCode.FLAGGED_CASE_CLOSURE,
        ReasonCode.PREMIUM_WITHHOLD_PAST_PERIOD,
        ReasonCode.PREMIUM_WITHHOLD_NON_CURRENT_YEAR,
        ReasonCode.PREMIUM_WITHHOLD_NOT_FIXABLE,
        ReasonCode.PRIOR_PLAN_DOCUMENTS,
        ReasonCode.CMS_DIRECTED,
        ReasonCode.OTHER,
        ReasonCode.UNABLE_TO_CONTACT,
        ReasonCode.GOOD_CAUSE_ASKED,
    ),
    RequestType.CONTRACT_CHANGE: (
        ReasonCode.MEMBER_OF_OTHER_CONTRACT,
        ReasonCode.SUBSIDIARY,
        ReasonCode.OTHER,
        ReasonCode.LEP_FORMER_PLAN,
        ReasonCode.UNABLE_TO_CONTACT,
    ),
    RequestType.CATEGORY_CHANGE: (
        ReasonCode.MISCATEGORISED_AT_INTAKE,
        ReasonCode.NO_CATEGORY,
        ReasonCode.MARKETING_UNFOUNDED,
        ReasonCode.GOOD_CAUSE_ASKED,
        ReasonCode.UNABLE_TO_CONTACT,
    ),
    RequestType.ISSUE_LEVEL_CHANGE: (
        ReasonCode.NEVER_MET_DEFINITION,
        ReasonCode.NOW_MORE_SERIOUS,
        ReasonCode.UNABLE_TO_CONTACT,
    ),
}


# CMS's agreement to a CMS Issue takes the case away from the plan, except for these (2.2, trap 17).
PLAN_KEEPS_WORKING = (ReasonCode.RPC_APPROVAL, ReasonCode.PRIOR_PLAN_DOCUMENTS)

# The words CMS uses for its two answers.
CMS_WORDS: dict[str, Status] = {
    **dict.fromkeys(
        ("agree", "agreed", "approve", "approved", "accept", "accepted"), Status.APPROVED
    ),
    **dict.fromkeys(
        (
            "disagree",
            "disagreed",
            "disapprove",
            "disapproved",
            "deny",
            "denied",
            "reject",
            "rejected",
        ),
        Status.REJECTED,
    ),
}


class AccessProvided(TextChoices):
    YES = "YES", "Yes"
    NO = "NO", "No"
    NOT_APPLICABLE = "NOT_APPLICABLE", "Does not apply"


class BeneficiaryContacted(TextChoices):
    YES = "YES", "Yes"
    NO = "NO", "No"


class RequestKind(TextChoices):
    PROSPECTIVE = "PROSPECTIVE", "From a coming date on"
    RETROACTIVE = "RETROACTIVE", "From a past date on"


class QuestionType(TextChoices):
    PROCESS = "PROCESS", "Casework or CTM process"
    TECHNICAL = "TECHNICAL", "Technical, HPMS or CTM"
    DATA = "DATA", "Data or CTM performance"
