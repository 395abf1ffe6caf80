"""Plan Requests in each state they can be in, and what CMS says to them on the simulator."""

from typing import Any

from complaints.models import CaseworkNote, Complaint
from complaints.models.scenarios import IntakeReview, RetroRequest
from ctm_casework.demo_stories import DAY, Cases, call, follow
from hpms_sync.simulator.process import call_control
from plan_requests.models import PlanRequest

CmsOrder = dict[str, Any]
"""What CMS is to do: the body of POST /_simulator/cms."""

DENIED = (
    "The level was right at intake: the member had no other cardiologist. It is not lowered because "
    "one was found since. Continue casework at this level."
)
AUTHORIZED = "Authorized: send the enrollment with its effective date to the RPC, together with this comment."


def make_requests(cases: Cases) -> list[CmsOrder]:
    """Drafts and requests handed off. Returns what CMS does about them before the next download."""
    drafted(cases)
    return [*pending(cases), *rejected(cases), *approved(cases)]


def play_cms(simulator: str, orders: list[CmsOrder]) -> None:
    for order in orders:
        call_control(simulator, "POST", "cms", order)


def drafted(cases: Cases) -> None:
    if case := cases.open(complaint_summary__contains="sister company"):
        draft(
            case,
            request_type="CONTRACT_CHANGE",
            reason_code="MEMBER_OF_OTHER_CONTRACT",
            target_contract_id="H9999",
            target_org_name="Lakeside Insurance",
        )


def pending(cases: Cases) -> list[CmsOrder]:
    """A SWIFT case resolved by the plan, which CMS is asked to close."""
    case = cases.open(swift=True, complaint_category="Premiums and Costs")
    if not case:
        return []
    call(case, "PLANNED_ACTIONS", remark="Told that CMS closes the case and will write.")
    yesterday = case.contract.today - DAY
    CaseworkNote.enter(
        case.pk,
        case.assignee,
        text=f"Account reviewed and corrected on {yesterday:%m/%d/%Y}, the corrected bill mailed the "
        "same day. Member called and told so. Only the closing by CMS is open.",
    )
    submit(
        case,
        request_type="CMS_ISSUE",
        reason_code="FLAGGED_CASE_CLOSURE",
        cms_intervention_reason="SWIFT case, which CMS closes",
        access_provided="NOT_APPLICABLE",
        beneficiary_contacted="YES",
        resolution_work_done_on=yesterday,
    )
    return [filed(case, "cms_lead")]


def rejected(cases: Cases) -> list[CmsOrder]:
    """CMS's instructions wait to be read."""
    case = cases.open(issue_level="URGENT", complaint_subcategory="Access to a provider")
    if not case:
        return []
    IntakeReview.enter(case.pk, case.assignee, has_access_to_care=True)
    submit(
        case,
        request_type="ISSUE_LEVEL_CHANGE",
        reason_code="NEVER_MET_DEFINITION",
        requested_issue_level="NO_ISSUE_LEVEL",
        originally_incorrect=True,
        evidence_text="Another cardiologist in the network had a visit free the same week.",
        justification="Access to care was never lost.",
    )
    answered = {"action": "reject_request", "request": "issue_level", "text": DENIED}
    return [filed(case, "issue_level"), {"complaint_id": case.pk, **answered}]


def approved(cases: Cases) -> list[CmsOrder]:
    """An enrollment over three months back, which CMS allows to go to the RPC: the plan goes on."""
    case = cases.open(complaint_subcategory="Retroactive enrollment")
    if not case:
        return []
    effective = (case.contract.today - 150 * DAY).replace(day=1)
    follow(case, "RETRO_ENROLLMENT")
    RetroRequest.enter(
        case.pk,
        case.assignee,
        retro_request_valid=True,
        requested_effective_date=effective,
        plan_can_update_marx=False,
        plan_system_updated_on=case.contract.today - DAY,
        plan_system_effective_date=effective,
        meets_rpc_requirements=True,
    )
    submit(
        case,
        request_type="CMS_ISSUE",
        reason_code="RPC_APPROVAL",
        cms_intervention_reason=f"The effective date {effective:%m/%d/%Y} is over three months back",
        access_provided="YES",
        beneficiary_contacted="YES",
        justification="The enrollment form is stamped in time and was entered late by us.",
    )
    answered = {"action": "approve_request", "request": "cms_lead", "text": AUTHORIZED}
    seen = {"keep_visible": True}  # such a case stays with the plan
    return [filed(case, "cms_lead"), {"complaint_id": case.pk, **answered, **seen}]


def handed_off(cases: Cases) -> None:
    """After the downloads: one nobody has entered in HPMS yet, and one no download can show."""
    if case := cases.open(complaint_summary__contains="sister company"):
        submit(
            case,
            request_type="CONTRACT_CHANGE",
            reason_code="MEMBER_OF_OTHER_CONTRACT",
            target_contract_id="H9999",
            target_org_name="Lakeside Insurance",
            justification="MARx shows the member with Lakeside since the first of the month.",
        )
    if case := cases.open(complaint_category=""):
        submit(
            case,
            request_type="CATEGORY_CHANGE",
            reason_code="NO_CATEGORY",
            target_category="Premiums and Costs",
            target_subcategory="Premium amount or billing",
            evident_in_summary=True,
            justification="HPMS shows no category, and the summary speaks of a bill.",
        )


def draft(case: Complaint, **values: Any) -> PlanRequest:
    request = PlanRequest(complaint=case, author=case.assignee, **values)
    request.save()
    return request


def submit(case: Complaint, **values: Any) -> None:
    draft(case, **values).submit(case.assignee)


def filed(case: Complaint, kind: str) -> CmsOrder:
    """The person entered it on HPMS's own screen."""
    return {"action": "file_request", "complaint_id": case.pk, "request": kind}
