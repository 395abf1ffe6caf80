"""Complaints missing in numbers: their contract brought so little that nothing is proven. Where HPMS really
shows them no more, only a person can say so."""

from collections.abc import Iterable

from complaints.models import Complaint
from hpms_sync.models import DownloadRun, LedgerEntry, SyncAlert


def missing_in_numbers(contracts: Iterable[str]) -> list[LedgerEntry]:
    """Entries as they would be, unsaved: of the open complaints that the last download lacked, of those of
    the contracts that are alerted for it. By due date."""
    alerted = SyncAlert.objects.filter(
        kind=SyncAlert.Kind.NOTHING_CAME, ended_at=None, contract__in=list(contracts)
    )
    entries = [
        _entry(complaint, run)
        for contract in alerted.order_by("contract").values_list("contract", flat=True)
        if (run := _last_run(contract))
        for complaint in _still_missing(run.lacked[contract])
    ]
    return sorted(entries, key=lambda entry: (str(entry.due_on), entry.complaint_id))


def _last_run(contract: str) -> DownloadRun | None:
    runs = DownloadRun.objects.filter(state=DownloadRun.State.COMPLETE, lacked__has_key=contract)
    return runs.order_by("-started_at").first()


def _still_missing(ids: list[str]) -> Iterable[Complaint]:
    open_here = Complaint.objects.open().filter(pk__in=ids, out_of_view_since=None)
    return open_here.select_related("contract", "assignee")


def _entry(complaint: Complaint, run: DownloadRun) -> LedgerEntry:
    return LedgerEntry(
        complaint=complaint,
        contract=complaint.contract,
        since=run.started_at,
        proven_at=run.started_at,
        due_on=complaint.due_on,
        clock_state=complaint.clock_state,
    )
