"""Cases under way by the SOP's scenarios: a retroactive enrollment, Best Available Evidence, good cause and so on.

Each story takes a fitting complaint of those downloaded; a small demonstration may have none and goes without."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from complaints.models import Acknowledgement, Complaint, ContactAttempt, ScenarioChoice
from complaints.models.scenarios import (
    AccessGrant,
    BaeRequest,
    GoodCauseReview,
    IntakeReview,
    MarketingInvestigation,
    PremiumWithholdReview,
    RepeatLink,
    RetroRequest,
    RpcRejection,
    RpcSubmission,
)
from complaints.selectors.repeats import related_for
from complaints.sop.regional_offices import home_office_mailbox
from complaints.sop.scenarios.n_best_available_evidence import bae_subject
from ctm_casework.accounts.models import User
from ctm_casework.demo_casework import assign, review

DAY = timedelta(days=1)


class Cases:
    """The complaints of some contracts, each taken for one story only: somebody's if one fits, else
    `person` gets it."""

    def __init__(self, contract_ids: tuple[str, ...], person: User) -> None:
        ours = Complaint.objects.filter(contract__in=contract_ids)
        self._ours = ours.select_related("contract", "assignee")
        self._person = person
        self._taken: set[str] = set()

    def open(self, **fits: Any) -> Complaint | None:
        """The one due first that fits and about which CMS is not asked yet."""
        free = self._ours.at_the_plan().filter(planrequests=None, **fits)
        return self._take(free.order_by("due_on", "pk"))

    def closed(self, **fits: Any) -> Complaint | None:
        """The one closed last that fits."""
        done = self._ours.exclude(resolution_date=None).filter(**fits)
        return self._take(done.order_by("-resolution_date", "pk"))

    def taken(self, **fits: Any) -> Complaint | None:
        """One a story was made of before."""
        return self._ours.open().filter(pk__in=self._taken, **fits).order_by("due_on", "pk").first()

    def _take(self, found: Any) -> Complaint | None:
        free = found.exclude(pk__in=self._taken)
        case: Complaint | None = free.exclude(assignee=None).first() or free.first()
        if case:
            self._taken.add(case.pk)
            if case.assignee is None:
                assign(case, self._person)
        return case


def follow(case: Complaint, code: str) -> None:
    ScenarioChoice.enter(case.pk, case.assignee, code, accepted=True)


def call(case: Complaint, purpose: str, **more: Any) -> None:
    """Somebody was reached yesterday afternoon."""
    zone = ZoneInfo(case.contract.zone)
    at = datetime.combine(case.contract.today - DAY, time(14, 10), zone)
    ContactAttempt.enter(
        case.pk, case.assignee, attempted_at=at, method="PHONE", outcome="REACHED",
        purpose=purpose, **more,
    )  # fmt: skip


def make_stories(cases: Cases) -> None:
    for story, fits in STORIES:
        if case := cases.open(**fits):
            story(case)
    if case := cases.closed(complaint_subcategory="Retroactive enrollment"):
        refused_by_the_rpc(case)


def low_income_subsidy(case: Complaint) -> None:
    """The BAE worksheet is with the Regional Office."""
    review(case, beneficiary_state="ME")
    follow(case, "BAE")
    immediate = case.issue_level == "IMMEDIATE_NEED"
    BaeRequest.enter(
        case.pk,
        case.assignee,
        bae_plan_part_complete=True,
        worksheet_attached=True,
        bae_immediate=immediate,
        email_to=home_office_mailbox("ME"),
        email_subject=bae_subject(immediate),
        sent_encrypted=True,
        sent_on=case.contract.today - DAY,
    )
    call(case, "PLANNED_ACTIONS", remark="Told that CMS is asked for the low-income subsidy.")


def retroactive_enrollment(case: Complaint) -> None:
    """Sent to the RPC; the plan's own system gives access already."""
    _valid_request(case, days_back=60)
    _to_the_rpc(case, sent=1)


def refused_by_the_rpc(case: Complaint) -> None:
    """Closed while the RPC had it, then sent back: what is promised outlives the closing (D.2.b)."""
    _valid_request(case, days_back=75)
    sent = _to_the_rpc(case, sent=9)
    RpcRejection.enter(
        case.pk,
        case.assignee,
        submission=sent,
        rejected_on=case.contract.today - DAY,
        reason="The signature page of the enrollment form is missing.",
    )


def _valid_request(case: Complaint, days_back: int) -> None:
    effective = (case.contract.today - timedelta(days=days_back)).replace(day=1)
    follow(case, "RETRO_ENROLLMENT")
    RetroRequest.enter(
        case.pk,
        case.assignee,
        retro_request_valid=True,
        requested_effective_date=effective,
        plan_can_update_marx=False,
        plan_system_updated_on=case.contract.today - 10 * DAY,
        plan_system_effective_date=effective,
        meets_rpc_requirements=True,
        told_one_month=True,
    )


def _to_the_rpc(case: Complaint, sent: int) -> RpcSubmission:
    day = case.contract.today - timedelta(days=sent)
    return RpcSubmission.enter(
        case.pk,
        case.assignee,
        submitted_on=day,
        reference=f"RPC-{case.pk[-5:]}",
        documentation_complete=True,
        note=f"Enrollment form with its receipt date found, our system updated. Request sent to the "
        f"RPC on {day:%m/%d/%Y}, reference RPC-{case.pk[-5:]}.",
    )


def good_cause(case: Complaint) -> None:
    review(
        case,
        disenrollment_reason="FAILURE_TO_PAY",
        disenrollment_effective_date=(case.contract.today - 45 * DAY).replace(day=1),
        good_cause_requested=True,
    )
    follow(case, "GOOD_CAUSE")
    GoodCauseReview.enter(
        case.pk, case.assignee, gc_decision="APPROVED", decided_on=case.contract.today - DAY
    )


def marketing(case: Complaint) -> None:
    follow(case, "MARKETING_MISREP")
    MarketingInvestigation.enter(
        case.pk,
        case.assignee,
        allegation_finding="SUBSTANTIATED",
        corrective_action="RETRAINED",
        agent_named_in_complaint=True,
        agents_named=f"{case.agent_broker_first_name} {case.agent_broker_last_name}",
    )


def premium_withhold(case: Complaint) -> None:
    today = case.contract.today
    follow(case, "PREMIUM_WITHHOLD")
    PremiumWithholdReview.enter(
        case.pk,
        case.assignee,
        premium_checked_on=today - 3 * DAY,
        premium_corrected_on=today - 3 * DAY,
        last_withhold_transaction_date=today - 3 * DAY,
        told_90_days=True,
        told_callback=True,
    )


def access_given(case: Complaint) -> None:
    review(case)
    AccessGrant.enter(
        case.pk,
        case.assignee,
        access_granted_on=case.contract.today,
        remark="Override at the pharmacy, 30 days of supply.",
    )


def level_in_doubt(case: Complaint) -> None:
    """The first review says more than the level does: past the warning, with the reason."""
    reason = "The specialist has a visit free tomorrow, so we ask CMS for no other level."
    IntakeReview.enter(
        case.pk,
        case.assignee,
        [Acknowledgement("H.note.2.ma", reason)],
        has_access_to_care=False,
        immediate_need_exists=False,
    )


def distinct_issues(case: Complaint) -> None:
    """The same person complained about something else: both stay open (M.3)."""
    others = related_for([case.pk]).get(case.pk, ())
    if other := next((one for one in others if not one.resolution_date), None):
        RepeatLink.enter(case.pk, case.assignee, other_id=other.complaint_id, relation="DISTINCT")


STORIES: tuple[tuple[Callable[[Complaint], None], dict[str, Any]], ...] = (
    (low_income_subsidy, {"pk": "C2590000003"}),
    (retroactive_enrollment, {"complaint_subcategory": "Retroactive enrollment"}),
    (good_cause, {"complaint_subcategory": "Good cause reinstatement"}),
    (marketing, {"complaint_category": "Marketing", "agent_broker": "Y"}),
    (premium_withhold, {"complaint_subcategory": "Premium withhold - SSA"}),
    (
        access_given,
        {"issue_level": "IMMEDIATE_NEED", "complaint_category": "Enrollment/Disenrollment"},
    ),
    (distinct_issues, {"complaint_subcategory": "Mail order delay"}),
    (level_in_doubt, {"complaint_subcategory": "Dental, vision or hearing benefit"}),
)
