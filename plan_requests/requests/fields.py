"""Which fields a Plan Request of a type and for a reason is asked for, in the SOP's order."""

from dataclasses import replace

from complaints import sop
from plan_requests.models.choices import ReasonCode, RequestType

_FIRST: dict[str, tuple[str, ...]] = {
    RequestType.CONTRACT_CHANGE: (
        "target_contract_id",
        "target_org_name",
        "target_unknown",
        "target_is_affiliate",
    ),
    RequestType.CMS_ISSUE: (
        "cms_intervention_reason",
        "access_provided",
        "beneficiary_contacted",
    ),
    RequestType.CATEGORY_CHANGE: ("target_category", "target_subcategory", "evident_in_summary"),
    RequestType.ISSUE_LEVEL_CHANGE: (
        "requested_issue_level",
        "originally_incorrect",
        "evidence_text",
    ),
}
_MARX = ("enrollment_update_needed", "marx_updates_text")
_OF_REASON: dict[str, tuple[str, ...]] = {
    ReasonCode.ENROLLMENT_EXCEPTION: ("exception_reason", "request_kind"),
    ReasonCode.CRITICAL_RETRO_DISENROLLMENT: ("internal_changes_made", *_MARX),
    ReasonCode.ENTITLEMENT_LOSS: ("parent_orgs_affected",),
    ReasonCode.FLAGGED_CASE_CLOSURE: ("resolution_work_done_on", *_MARX),
}


def fields_of(request_type: str, reason_code: str, flagged: bool) -> tuple[str, ...]:
    """Model fields to fill in, the justification last. `flagged`: SWIFT, Congressional, Press or Hill."""
    own = _OF_REASON.get(reason_code, ())
    if flagged and request_type == RequestType.CMS_ISSUE:
        own = tuple(dict.fromkeys((*own, *_MARX)))
    return (*_FIRST.get(request_type, ()), *own, "justification")


def rests_on_cms_word(case: sop.CaseFacts, request_type: str, reason_code: str) -> bool:
    """Whether such a request can be made on this case only where CMS directed it: the reason says so, or
    the SOP refuses it otherwise (B.note.2, G.note.3)."""
    if reason_code == ReasonCode.CMS_DIRECTED:
        return True
    asked = replace(case, request=sop.RequestFacts(request_type, reason_code))
    return any(
        finding
        and finding.severity is sop.Severity.ERROR
        and "request.directed_by_cms" in rule.facts
        for rule, finding in sop.checks(asked, sop.Action.SUBMIT_REQUEST)
    )


def every_field() -> tuple[str, ...]:
    """All of them, of whatever type: what the API takes in."""
    named = [
        name
        for kind in RequestType
        for reason in ("", *ReasonCode)
        for name in fields_of(kind, reason, flagged=True)
    ]
    return tuple(dict.fromkeys(named))
