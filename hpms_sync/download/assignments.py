"""Contract assignments follow the assignment date, the contract and re-openings that a download shows."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Exists, OuterRef

from complaints.models import Complaint, ComplaintChange, ContractAssignment
from complaints.models.choices import RequestStatus
from complaints.models.complaint import Complaint as Case
from ctm_casework.accounts.models import ContractAccess

_RANK = {"NO_ISSUE_LEVEL": 0, "URGENT": 1, "IMMEDIATE_NEED": 2, "UNKNOWN": 2}
Reason = ContractAssignment.Reason


def assignments_follow(complaint_ids: list[str], run_id: int) -> None:
    """Ends the live assignment and begins another where the download shows a new one. Five queries at most."""
    live = {
        a.complaint_id: a
        for a in ContractAssignment.objects.filter(complaint__in=complaint_ids, ended_on=None)
    }
    changes = _changes(complaint_ids, run_id)
    ended, begun = [], []
    dates = Complaint.objects.only("contract_id", "assignment_date", "received_date")
    for complaint in dates.filter(pk__in=complaint_ids):
        start = complaint.assignment_date or complaint.received_date
        now = live.get(complaint.pk)
        reason = _reason(changes.get(complaint.pk, {})) if now else Reason.FIRST
        same = now and (now.contract_id, now.assigned_on) == (complaint.contract_id, start)
        if same and reason != Reason.REOPENED:
            continue
        if now:
            now.ended_on = start
            ended.append(now)
        begun.append(_assignment(complaint, start, reason))
    ContractAssignment.objects.bulk_update(ended, ["ended_on"])
    ContractAssignment.objects.bulk_create(begun)
    _free_from_strangers([a.complaint_id for a in begun if a.reason == Reason.CONTRACT_CHANGED])


def _free_from_strangers(complaint_ids: list[str]) -> None:
    """Nobody stays the assignee of a complaint whose new contract is not theirs: it would be on no list."""
    if not complaint_ids:
        return
    theirs = ContractAccess.objects.filter(user=OuterRef("assignee"), contract=OuterRef("contract"))
    Complaint.objects.filter(pk__in=complaint_ids).exclude(Exists(theirs)).update(assignee=None)


def _assignment(complaint: Case, start: dt.date, reason: str) -> ContractAssignment:
    return ContractAssignment(
        complaint=complaint, contract_id=complaint.contract_id, assigned_on=start, reason=reason
    )


def _changes(complaint_ids: list[str], run_id: int) -> dict[str, dict[str, ComplaintChange]]:
    """By complaint and column: what this run saw changed."""
    found: dict[str, dict[str, ComplaintChange]] = {}
    rows = ComplaintChange.objects.filter(complaint__in=complaint_ids, download_run=run_id)
    for change in rows.exclude(column="").only("complaint_id", "column", "old", "new"):
        found.setdefault(change.complaint_id, {})[change.column] = change
    return found


def _reason(changed: Mapping[str, ComplaintChange]) -> str:
    """Why HPMS dates the assignment anew, by the list of SOP T.1 and H.3."""
    if "contract_id" in changed:
        return Reason.CONTRACT_CHANGED
    resolution = changed.get("resolution_date")
    if resolution and resolution.old and not resolution.new:
        return Reason.REOPENED
    level = changed.get("issue_level")
    request = changed.get("issue_level_request_status")
    if level and request and request.new == RequestStatus.APPROVED:
        return Reason.LEVEL_REQUEST
    if level and _RANK.get(level.new, 0) > _RANK.get(level.old, 0):
        return Reason.LEVEL_RAISED
    if "cms_lead_change_request_status" in changed or "category_lead" in changed:
        return Reason.CMS_ISSUE
    return Reason.OTHER
