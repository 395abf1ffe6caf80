"""What a run means for complaints that HPMS shows no more, and for those that are back.

Misses are recorded, not sightings: an unchanged complaint that came is not written. Two covering downloads
at least APART apart must lack an open complaint before it is out of view."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from psycopg import sql

from complaints.models import Complaint
from complaints.selectors.clock import clock_from
from complaints.selectors.facts import facts_for
from complaints.services.case import case_refresh
from hpms_sync.alerts import alert_end, alert_raise
from hpms_sync.download.coverage import Coverage, came, missed_by
from hpms_sync.download.overtaken import AskedLater, is_overtaken
from hpms_sync.download.staging import Staging
from hpms_sync.models import DownloadRun, LedgerEntry, Miss, SyncAlert
from plan_requests.models import PlanRequest
from plan_requests.models.choices import OPEN, PLAN_KEEPS_WORKING, RequestType, Status

APART = timedelta(hours=6)
CHUNK = 1_000
Cause = LedgerEntry.Cause
State = DownloadRun.State


def complaints_back(run: DownloadRun, staging: Staging, later: AskedLater) -> int:
    """Whatever came is in view: forgets its misses and takes it off the ledger. Returns how many came back.

    Before its records are applied, so that what they say of it now stands. `later`: what later runs have
    asked for already; a sighting older than the last miss proves nothing either."""
    back = 0
    for ids in _chunks(_seen_again(run, staging, later)):
        with transaction.atomic():
            back += len(_return(ids, run))
    return back


def _seen_again(run: DownloadRun, staging: Staging, later: AskedLater) -> list[str]:
    """Those that came, of the complaints with a miss or a standing entry older than this run, sorted."""
    missed = Miss.objects.filter(run__started_at__lt=run.started_at)
    left = LedgerEntry.objects.standing().filter(proven_at__lt=run.started_at)
    ids = {pk for rows in (missed, left) for pk in rows.values_list("complaint", flat=True)}
    return sorted(_not_overtaken(came(staging, list(ids)), later)) if ids else []


def _not_overtaken(ids: Iterable[str], later: AskedLater) -> list[str]:
    query = sql.SQL(
        "SELECT complaint_id FROM complaints_complaint c WHERE complaint_id = ANY(%s) AND NOT {}"
    )
    with connection.cursor() as cursor:
        cursor.execute(query.format(is_overtaken("c")), [list(ids), *later])
        return [row[0] for row in cursor.fetchall()]


def _return(ids: list[str], run: DownloadRun) -> list[str]:
    """Returns those that were out of view."""
    _lock(ids)
    Miss.objects.filter(complaint__in=ids, run__started_at__lt=run.started_at).delete()
    entries = LedgerEntry.objects.standing().filter(complaint__in=ids, proven_at__lt=run.started_at)
    returned = [entry.complaint_id for entry in entries]
    for entry in entries:
        _alert_end(entry)
    LedgerEntry.objects.standing().filter(complaint__in=returned).update(
        seen_again_at=run.started_at
    )
    # CMS's agreement took it out of view; now it is back, so it is the plan's to work again.
    Complaint.objects.filter(pk__in=returned).update(
        out_of_view_since=None, gone_since=None, with_cms_since=None
    )
    case_refresh(returned)
    return returned


def complaints_missed(run: DownloadRun, staging: Staging, coverage: Coverage) -> int:
    """Records the run's misses; what two covering runs lacked goes out of view. Returns how many did."""
    left = 0
    later = _begun_later(run)
    missed = [] if later else missed_by(run, staging, coverage)
    for ids in _chunks(missed):
        with transaction.atomic():
            left += len(_miss(ids, run))
    causes_follow()
    return left


def _begun_later(run: DownloadRun) -> bool:
    """Whether another download of one of the contracts began after this one: it knows better."""
    others = DownloadRun.objects.filter(
        started_at__gt=run.started_at, contracts__overlap=run.contracts
    )
    return others.exclude(state=State.FAILED).exclude(purpose=DownloadRun.Purpose.BACKFILL).exists()


def _miss(ids: Iterable[str], run: DownloadRun) -> list[str]:
    """Returns those that this miss puts out of view."""
    still = [c for c in _lock(ids) if not c.resolution_date and c.seen_as_of < run.started_at]
    here = [c.pk for c in still if c.out_of_view_since is None]
    first = {m.complaint_id: m.run for m in _misses(here)}
    Miss.objects.bulk_create([Miss(complaint_id=pk, run=run) for pk in here if pk not in first])
    # What a run that never ended had written down is no miss.
    broken = [pk for pk, other in first.items() if other.state == State.FAILED]
    Miss.objects.filter(complaint__in=broken).update(run=run)
    twice = {
        pk: other
        for pk, other in first.items()
        if other.state == State.COMPLETE and other.started_at <= run.started_at - APART
    }
    _leave(twice, run)
    return list(twice)


def _misses(ids: list[str]) -> Iterable[Miss]:
    return Miss.objects.filter(complaint__in=ids).select_related("run")


def _leave(first: dict[str, DownloadRun], run: DownloadRun) -> None:
    """Puts complaints, by id with the first run that lacked them, out of view and onto the ledger."""
    if not first:
        return
    complaints = {
        c.pk: c for c in Complaint.objects.filter(pk__in=first).select_related("contract")
    }
    facts, requests = facts_for(first), _asked_of_cms(list(first))
    entries = []
    for pk, complaint in complaints.items():
        cause, request = _cause(complaint, requests.get(pk, []))
        entries.append(
            LedgerEntry(
                complaint=complaint,
                contract=complaint.contract,
                since=first[pk].started_at,
                proven_at=run.started_at,
                cause=cause,
                request=request,
                due_on=complaint.due_on,
                clock_state=complaint.clock_state,
                clock_words=clock_from(facts[pk]).lines[0].text[:300],
            )
        )
        since = first[pk].started_at.astimezone(ZoneInfo(complaint.contract.zone)).date()
        Complaint.objects.filter(pk=pk).update(out_of_view_since=since)
    for entry in LedgerEntry.objects.bulk_create(entries):
        if not entry.cause_known:
            _alert(entry)
    case_refresh(first)


def _asked_of_cms(ids: list[str]) -> dict[str, list[PlanRequest]]:
    """By complaint, the requests that may take it away, the oldest first."""
    asked = PlanRequest.objects.filter(
        complaint__in=ids,
        request_type__in=(RequestType.CMS_ISSUE, RequestType.CONTRACT_CHANGE),
        status__in=(*OPEN, Status.APPROVED),
    ).exclude(reason_code__in=PLAN_KEEPS_WORKING)
    grouped: dict[str, list[PlanRequest]] = {}
    for request in asked.order_by("pk"):
        grouped.setdefault(request.complaint_id, []).append(request)
    return grouped


# By the kind of the request: the cause when CMS agreed to it, and while it has not answered.
_CAUSES = {
    RequestType.CMS_ISSUE: (Cause.CMS_TOOK_IT, Cause.CMS_ASKED),
    RequestType.CONTRACT_CHANGE: (Cause.MOVED, Cause.MOVE_ASKED),
}


def _cause(complaint: Any, requests: list[PlanRequest]) -> tuple[str, PlanRequest | None]:
    """Why it is gone, known or probable, and the request behind it. Known is what the complaint itself
    says: CMS agreed to take or to move it."""
    known = {
        RequestType.CMS_ISSUE: complaint.with_cms_since,
        RequestType.CONTRACT_CHANGE: complaint.moving_since,
    }
    for kind, since in known.items():
        if since:
            agreed = [r for r in requests if r.request_type == kind and not r.is_open]
            return _CAUSES[kind][0], agreed[-1] if agreed else None
    waiting = [request for request in requests if request.is_open]
    if not waiting:
        return Cause.UNKNOWN, None
    return _CAUSES[RequestType(waiting[-1].request_type)][1], waiting[-1]


def causes_follow(complaint_ids: Iterable[str] | None = None) -> None:
    """Where CMS's agreement came to be known after the complaint had left, nobody has to look any more."""
    entries = LedgerEntry.objects.unexplained().select_related("complaint")
    if complaint_ids is not None:
        entries = entries.filter(complaint__in=list(complaint_ids))
    known = entries.exclude(complaint__with_cms_since=None, complaint__moving_since=None)
    for entry in known:
        requests = _asked_of_cms([entry.complaint_id]).get(entry.complaint_id, [])
        entry.cause, request = _cause(entry.complaint, requests)
        entry.request = request or entry.request
        entry.save(update_fields=["cause", "request"])
        _alert_end(entry)


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _lock(ids: Iterable[str]) -> list[Any]:
    """The complaints, locked in the order of their ids."""
    return list(Complaint.objects.filter(pk__in=list(ids)).order_by("pk").select_for_update())


def _alert(entry: LedgerEntry) -> None:
    zone = ZoneInfo(entry.contract.zone)
    words = (
        f"{entry.complaint_id} is out of view since {entry.since.astimezone(zone):%m/%d/%Y} and nothing "
        "here says why. Its clock runs. Look in HPMS, then say on the ledger what became of it."
    )
    alert_raise(
        SyncAlert.Kind.OUT_OF_VIEW, words, contract=entry.contract, complaint_id=entry.complaint_id
    )


def _alert_end(entry: LedgerEntry) -> None:
    alert_end(SyncAlert.Kind.OUT_OF_VIEW, contract=entry.contract, complaint_id=entry.complaint_id)
