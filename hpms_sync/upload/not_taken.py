"""Agent/broker data that HPMS accepted and does not show (UP.agentBroker.category): its category takes
none. The list of categories that do is in no CMS source, so this is how a plan learns of it."""

from collections.abc import Collection

from complaints.models import CaseworkUpload, Category, Complaint
from complaints.models.choices import UploadState
from hpms_sync.alerts import complaint_alert_raise, complaint_alerts_end
from hpms_sync.models import SyncAlert
from hpms_sync.upload.evidence import plain

FLAG = "UP.agentBroker.category"
# What is sent, by payload key, and where a download shows it.
_SHOWN_AS = {
    "agentBrokerComplaint": "agent_broker",
    "agentBrokerFirstName": "agent_broker_first_name",
    "agentBrokerLastName": "agent_broker_last_name",
    "agentBrokerNPN": "agent_broker_npn",
    "agentBrokerFMO": "agent_broker_fmo",
    "agentBrokerNotes": "agent_broker_notes",
}
_TOLD = (
    "HPMS accepted it and does not show the agent/broker data: the category takes none. If CMS needs the "
    "data, write it into a casework note. An administrator may correct the list of categories."
)
_WORDS = (
    "HPMS accepted agent/broker data of {} and does not show it: its category takes none. An administrator "
    "may correct the list of categories that take it."
)
_ANSWERED = (UploadState.ACCEPTED, UploadState.CONFIRMED)


def agent_data_check(rows: Collection[CaseworkUpload]) -> None:
    """Looks whether our copies, in which these rows have just been seen, show the agent/broker data they
    carried. The rows have their complaint, locked, at hand."""
    newest: dict[str, CaseworkUpload] = {}
    for row in sorted(rows, key=lambda row: (row.place, row.pk)):
        if row.payload["agentBrokerComplaint"]:
            newest[row.complaint_id] = row
    for row in newest.values():
        if _shows(row.complaint, row):
            _all_is_well(row.complaint)
        elif not _replaced(row):
            _not_taken(row)


def not_taken_in(contracts: Collection[str]) -> list[str]:
    """Complaints of these contracts with an open alert."""
    alerts = SyncAlert.objects.filter(kind=SyncAlert.Kind.NOT_TAKEN, ended_at=None)
    found = alerts.filter(contract__in=contracts)
    return list(found.values_list("complaint_id", flat=True))


def not_taken_follow(complaint_ids: Collection[str]) -> None:
    """A download has been applied, these complaints are locked: those it now shows the data of, or whose category
    an administrator has said takes none, are in order; of the others the flag stays."""
    alerts = SyncAlert.objects.filter(
        kind=SyncAlert.Kind.NOT_TAKEN, ended_at=None, complaint_id__in=list(complaint_ids)
    )
    ids = list(alerts.values_list("complaint_id", flat=True))
    for complaint in Complaint.objects.filter(pk__in=ids):
        row = _last_sent(complaint)
        if row is None or _shows(complaint, row) or _known_to_take_none(complaint):
            _all_is_well(complaint)
        else:
            _flag(complaint)


def _shows(complaint: Complaint, row: CaseworkUpload) -> bool:
    return all(
        plain(row.payload[key] or "").casefold() in ("", _shown(complaint, column))
        for key, column in _SHOWN_AS.items()
    )


def _shown(complaint: Complaint, column: str) -> str:
    return plain(getattr(complaint, column) or "").casefold()


def _replaced(row: CaseworkUpload) -> bool:
    """Whether HPMS has a later row with other agent/broker data: that one tells."""
    later = row.complaint.uploads.filter(state__in=_ANSWERED, place__gt=row.place)
    return later.exclude(payload__agentBrokerComplaint=None).exists()


def _last_sent(complaint: Complaint) -> CaseworkUpload | None:
    sent = complaint.uploads.filter(state__in=_ANSWERED)
    return sent.exclude(payload__agentBrokerComplaint=None).order_by("place", "pk").last()


def _known_to_take_none(complaint: Complaint) -> bool:
    return Category.objects.filter(
        complaint_category=complaint.complaint_category,
        complaint_subcategory=complaint.complaint_subcategory,
        takes_agent_broker=False,
    ).exists()


def _not_taken(row: CaseworkUpload) -> None:
    complaint = row.complaint
    row.tell(_TOLD)
    _flag(complaint)


def _all_is_well(complaint: Complaint) -> None:
    complaint_alerts_end(SyncAlert.Kind.NOT_TAKEN, [complaint.pk])
    if FLAG in complaint.review_flags:
        complaint.review_flags.remove(FLAG)
        complaint.save(update_fields=["review_flags"])


def _flag(complaint: Complaint) -> None:
    """Beside the flags of the record, which each download brings anew, and by an alert of its contract."""
    complaint_alert_raise(SyncAlert.Kind.NOT_TAKEN, _WORDS.format(complaint.pk), complaint)
    if FLAG not in complaint.review_flags:
        complaint.review_flags.append(FLAG)
        complaint.save(update_fields=["review_flags"])
