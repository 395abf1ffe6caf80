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
    read = Complaint.objects.only(
        "contract_id", "assignment_date", "received_date", "issue_level_request_status"
    )
    for complaint in read.filter(pk__in=complaint_ids):
        start = complaint.assignment_date or complaint.received_date
        now = live.get(complaint.pk)
        changed = changes.get(complaint.pk, {})
        same = now and (now.contract_id, now.assigned_on) == (complaint.contract_id, start)
        if same and not _reopened(changed):
            continue
        reason = _reason(complaint, changed) if now else Reason.FIRST
        if now:
            now.ended_on = max(start, now.assigned_on)  # HPMS may set the date back
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


def _reason(complaint: Case, changed: Mapping[str, ComplaintChange]) -> str:
    """Why HPMS dates the assignment anew, by the list of SOP T.1 and H.3. Of several reasons in one run
    the one that changes most: a contract change also begins the contacts anew, a re-opening too."""
    agreed = complaint.issue_level_request_status == RequestStatus.APPROVED
    if "contract_id" in changed:
        return Reason.CONTRACT_CHANGED
    if _reopened(changed) or _resolved_anew(changed):
        return Reason.REOPENED
    if _approved(changed, "issue_level_request_status"):
        return Reason.LEVEL_REQUEST
    if _raised(changed):
        return Reason.LEVEL_RAISED
    if (
        agreed and "issue_level" in changed
    ):  # of its own accord CMS lowers a level without a new date
        return Reason.LEVEL_REQUEST
    if "category_lead" in changed or _approved(changed, "cms_lead_change_request_status"):
        return Reason.CMS_ISSUE
    return Reason.OTHER


def _reopened(changed: Mapping[str, ComplaintChange]) -> bool:
    """There is no status column: a re-opening shows as a resolution date that went blank (T.1.a)."""
    resolution = changed.get("resolution_date")
    return bool(resolution and resolution.old and not resolution.new)


def _resolved_anew(changed: Mapping[str, ComplaintChange]) -> bool:
    """Re-opened and resolved again between two downloads: another resolution date, a later one."""
    resolution = changed.get("resolution_date")
    return bool(resolution and resolution.old and resolution.new > resolution.old)


def _raised(changed: Mapping[str, ComplaintChange]) -> bool:
    level = changed.get("issue_level")
    return bool(level and _RANK.get(level.new, 0) > _RANK.get(level.old, 0))


def _approved(changed: Mapping[str, ComplaintChange], column: str) -> bool:
    """In this run, not long ago. A denied request dates nothing anew (T.note.1)."""
    request = changed.get(column)
    return bool(request and request.new == RequestStatus.APPROVED)
