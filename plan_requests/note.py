"""The casework note a Plan Request is told in, composed from its fields in the order of the SOP."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from plan_requests.models.choices import ReasonCode, RequestType

if TYPE_CHECKING:
    from plan_requests.models.asked import AskedOfCms

CRITICAL = "Critical Retroactive Disenrollment"  # E.3.a.phrase: these very words


def note_of(request: "AskedOfCms") -> str:
    """One text for HPMS; "" while nobody has said what is asked."""
    if request.request_type not in _ASKED:
        return ""
    head = _ASKED[request.request_type]
    if request.reason_code == ReasonCode.CRITICAL_RETRO_DISENROLLMENT:
        head = f"{CRITICAL} - {head}"
    reason = f"Reason: {request.get_reason_code_display()}" if request.reason_code else ""
    rest = _TOLD[request.request_type](request)
    directed = _labeled("CMS directed this request", request.direction_words)
    justified = request.justification
    return " ".join(_sentence(part) for part in (head, reason, *rest, justified, directed) if part)


_ASKED: dict[str, str] = {
    RequestType.CMS_ISSUE: "CMS Issue requested",
    RequestType.CONTRACT_CHANGE: "Contract change requested",
    RequestType.CATEGORY_CHANGE: "Category change requested",
    RequestType.ISSUE_LEVEL_CHANGE: "Issue level change requested",
}


def _of_cms_issue(request: "AskedOfCms") -> Iterator[str]:
    """B.1.a to c, then what E, F and I ask for."""
    yield _labeled("Why CMS must step in", request.cms_intervention_reason)
    yield _labeled("Access to services provided", request.get_access_provided_display())
    yield _labeled("Beneficiary contacted", request.get_beneficiary_contacted_display())
    yield _labeled("Change outside a valid period because", request.exception_reason)
    yield _labeled("The change takes effect", request.get_request_kind_display().lower())
    if request.parent_orgs_affected is not None:
        yield _labeled("Parent organizations affected", str(request.parent_orgs_affected))
    yield _labeled("Changes made in the plan's systems", request.internal_changes_made)
    yield _labeled("Updates needed in MARx", request.marx_updates_text)
    if day := request.resolution_work_done_on:
        yield _labeled("Resolution work done", f"{day.month}/{day.day}/{day.year}")


def _of_contract_change(request: "AskedOfCms") -> Iterator[str]:
    plan = " ".join(filter(None, (request.target_contract_id, request.target_org_name.strip())))
    yield _labeled("It belongs to", plan)
    if request.target_unknown:
        yield "The right plan is not known"
    if request.target_is_affiliate:
        yield "That is our subsidiary, and we go on working the case"


def _of_category_change(request: "AskedOfCms") -> Iterator[str]:
    pair = ", ".join(
        filter(None, (request.target_category.strip(), request.target_subcategory.strip()))
    )
    yield _labeled("Category wanted", pair)
    if request.evident_in_summary:
        yield "The complaint summary plainly shows the misfiling"


def _of_level_change(request: "AskedOfCms") -> Iterator[str]:
    yield _labeled("Level wanted", request.get_requested_issue_level_display())
    if request.originally_incorrect:
        yield "The level was wrong from the start"
    yield request.evidence_text


_TOLD = {
    RequestType.CMS_ISSUE: _of_cms_issue,
    RequestType.CONTRACT_CHANGE: _of_contract_change,
    RequestType.CATEGORY_CHANGE: _of_category_change,
    RequestType.ISSUE_LEVEL_CHANGE: _of_level_change,
}


def _labeled(label: str, text: str) -> str:
    return f"{label}: {text.strip()}" if text.strip() else ""


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
