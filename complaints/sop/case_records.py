"""What the plan itself records about a case, as the rules read it.

Each record is a full statement of its scenario's facts; the newest one counts. Codes and blanks are
those of `facts`: '' for text, None for a date or an answer nobody has given.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class IntakeFacts:
    """The first review. `reviewed_at` is None while nobody has reviewed the case."""

    reviewed_at: datetime | None = None
    press_hill_interest: bool = False
    has_access_to_care: bool | None = None
    immediate_need_exists: bool | None = None
    days_of_medication_left: int | None = None
    coverage_determination: bool = False
    beneficiary_state: str = ""
    notify_party: str = ""
    good_cause_requested: bool = False
    disenrollment_reason: str = ""
    disenrollment_effective_date: date | None = None
    irmaa_owed: bool = False
    refund_due: bool = False
    refund_issued_on: date | None = None


@dataclass(frozen=True)
class RetroFacts:
    """D, E. A retroactive enrollment or disenrollment; `outside_guidance_reason` as in D.2.guard."""

    retro_request_valid: bool | None = None
    requested_effective_date: date | None = None
    plan_can_update_marx: bool | None = None
    marx_updated_on: date | None = None
    plan_system_updated_on: date | None = None
    plan_system_effective_date: date | None = None
    meets_rpc_requirements: bool | None = None
    outside_guidance_reason: str = ""
    reinstatement_after_new_enrollment: bool = False
    new_enrollment_cancelled_on: date | None = None
    entitlement_notice_date: date | None = None
    entitlement_updated_in_cms: bool = False
    employer_group_opt_out: bool = False
    internal_changes_made: str = ""
    told_one_month: bool = False


@dataclass(frozen=True)
class RpcFacts:
    """A request sent to the Retro-Processing Center, and its refusal if one came.

    `note_text` is the casework note saved with it; `for_bae` says that it carries a BAE worksheet.
    """

    submitted_on: date | None = None
    reference: str = ""
    documentation_complete: bool = False
    cms_authorization_text: str = ""
    cms_authorization_date: date | None = None
    note_text: str = ""
    for_bae: bool = False
    worksheet_attached: bool = False
    rejected_on: date | None = None
    resubmitted_on: date | None = None


@dataclass(frozen=True)
class AccessFacts:
    """P.note.4, H.note.3. Access to care or medication was given or restored, or withdrawn again."""

    access_granted_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class BaeFacts:
    """N. Best Available Evidence: the worksheet out and back. The state is the intake's."""

    bae_plan_part_complete: bool = False
    worksheet_attached: bool = False
    bae_immediate: bool | None = None
    email_to: str = ""
    email_subject: str = ""
    sent_encrypted: bool = False
    sent_on: date | None = None
    worksheet_returned_at: datetime | None = None
    plan_system_updated_on: date | None = None
    told_30_days: bool = False
    cms_lis_updated_on: date | None = None


@dataclass(frozen=True)
class GoodCauseFacts:
    """P. The plan's review; reason and date of the disenrollment are the intake's."""

    gc_decision: str = ""
    decided_on: date | None = None
    repayment_completed_on: date | None = None


@dataclass(frozen=True)
class MarketingFacts:
    """L. The investigation; `agents_named` are the names of those involved, one a line."""

    allegation_finding: str = ""
    corrective_action: str = ""
    agent_named_in_complaint: bool = False
    agent_not_identified: bool = False
    agents_named: str = ""


@dataclass(frozen=True)
class WithholdFacts:
    """J. The review of a premium withhold."""

    premium_checked_on: date | None = None
    premium_corrected_on: date | None = None
    last_withhold_transaction_date: date | None = None
    told_90_days: bool = False
    told_callback: bool = False
    billed_in_withhold: bool = False
    plan_premium_problem: bool = False
    beneficiary_made_whole: bool = False


@dataclass(frozen=True)
class RepeatFacts:
    """M. What was decided about another complaint of the same person, with what that one is.

    `relation` is RESOLVED_EARLIER, DUPLICATE or DISTINCT.
    """

    other_complaint_id: str = ""
    relation: str = ""
    prior_resolution_acknowledged: bool | None = None
    other_received_date: date | None = None
    other_resolution_date: date | None = None
    other_issue_level: str = ""
    other_flagged: bool = False
    other_bae_born: bool = False


@dataclass(frozen=True)
class RelatedFacts:
    """Another complaint of the same person under the same parent organization."""

    complaint_id: str
    contract_id: str
    received_date: date
    resolution_date: date | None = None
    issue_level: str = "UNKNOWN"
    complaint_subcategory: str = ""
    flagged: bool = False
    bae_born: bool = False


@dataclass(frozen=True)
class AssignmentFacts:
    """A stretch in which one contract answers for the complaint; `reason` as in T.1 or H.3."""

    contract_id: str
    assigned_on: date
    ended_on: date | None = None
    reason: str = "FIRST"


@dataclass(frozen=True)
class LevelFacts:
    """The issue level from the day on which a download first showed it."""

    seen_on: date
    issue_level: str


@dataclass(frozen=True)
class AttachmentFacts:
    """O. A document. `content_matches` is None where nobody looked into it."""

    filename: str = ""
    document_type: str = ""
    document_type_other: str = ""
    is_email: bool = False
    content_matches: bool | None = None
    uploaded_by_contract: str = ""


@dataclass(frozen=True)
class RequestFacts:
    """A Plan Request. `status` is DRAFT, SUBMITTED, CANCELLED, PENDING, APPROVED or REJECTED.

    `decided_on` and `instructions` are CMS's answer; `instructions_read` says that somebody did.
    `category_requests_90d` and `complaints_90d` count the contract's, for G.note.2.metrics.
    `not_seen_in_downloads`: handed off, and two downloads did not show it.
    """

    request_type: str = ""
    reason_code: str = ""
    status: str = "DRAFT"
    justification: str = ""
    note_text: str = ""
    drafted_on: date | None = None
    submitted_on: date | None = None
    decided_on: date | None = None
    instructions: str = ""
    instructions_read: bool = False
    target_contract_id: str = ""
    target_org_name: str = ""
    target_unknown: bool = False
    target_is_affiliate: bool = False
    cms_intervention_reason: str = ""
    access_provided: str = ""
    beneficiary_contacted: str = ""
    parent_orgs_affected: int | None = None
    directed_by_cms: bool = False
    cms_direction_reference: str = ""
    exception_reason: str = ""
    request_kind: str = ""
    target_category: str = ""
    target_subcategory: str = ""
    evident_in_summary: bool = False
    category_requests_90d: int = 0
    complaints_90d: int = 0
    requested_issue_level: str = ""
    originally_incorrect: bool = False
    evidence_text: str = ""
    internal_changes_made: str = ""
    enrollment_update_needed: bool = False
    marx_updates_text: str = ""
    resolution_work_done_on: date | None = None
    not_seen_in_downloads: bool = False

    @property
    def open(self) -> bool:
        """Handed to CMS and not answered: what SUBMITTED claims counts like PENDING (2.2)."""
        return self.status in {"SUBMITTED", "PENDING"}


@dataclass(frozen=True)
class DecisionFacts:
    """CMS's answer to a Plan Request, being recorded."""

    request_type: str = ""
    reason_code: str = ""
    status: str = ""
    decided_on: date | None = None
    instructions: str = ""


@dataclass(frozen=True)
class EmailFacts:
    """An e-mail composed for the user's own mail program; nothing here is ever sent by the product."""

    kind: str = ""
    email_to: str = ""
    email_cc: str = ""
    email_subject: str = ""
    body: str = ""
    question_type: str = ""
    contract_id: str = ""
    complaint_ids: tuple[str, ...] = ()
    hpms_id: str = ""


@dataclass(frozen=True)
class AccessRequestFacts:
    """R. HPMS access for a user of the plan."""

    form_completed_on: date | None = None
    mailed_on: date | None = None
    tracking_number: str = ""
    hpms_access_on: date | None = None
    ctm_access_on: date | None = None
