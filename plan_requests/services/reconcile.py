"""Plan Requests follow what a download shows: confirmed, answered, or made directly in HPMS.

Called in the transaction of the download's chunk, which holds the complaints' locks. The same number of
queries whatever the size of the chunk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least
from django.utils import timezone

from complaints.models import Complaint, ComplaintChange, ContractAssignment
from complaints.models.choices import RequestStatus
from complaints.templatetags.casework import newest_comment
from plan_requests.models import CmsDecision, PlanRequest
from plan_requests.models.choices import ANSWERED, INDICATORS, RequestType, Status
from plan_requests.models.decision import cms_takes_it

# The rule that flags a column of the download whose value could not be read: it was taken as Pending.
FLAGS: dict[str, str] = {
    RequestType.CONTRACT_CHANGE: "DL.CONTRACT_CHANGE_REQUESTS",
    RequestType.CMS_ISSUE: "DL.CMS_LEAD_CHANGE_REQUESTS",
    RequestType.ISSUE_LEVEL_CHANGE: "DL.ISSUE_LEVEL_CHANGE_REQUESTS",
}
_WATCHED = (*INDICATORS.values(), "category_lead", "resolution_date", "contract_id")
_MOVED = ("status", "first_seen_at", "answer_seen_at", "unseen_runs", "changed_at")
MOST_RUNS = 1_000  # it is counted no further
Changes = dict[str, tuple[str, str]]


@dataclass
class _Case:
    """One complaint as just applied: `changed` holds (old, new) of the columns this run changed."""

    complaint: Any
    changed: Changes = field(default_factory=dict)
    requests: list[PlanRequest] = field(default_factory=list)
    assignments: list[ContractAssignment] = field(default_factory=list)

    def newest(self, kind: str) -> PlanRequest | None:
        return next((r for r in reversed(self.requests) if r.request_type == kind), None)


class _Chunk:
    """What is to be written for the cases of one chunk."""

    def __init__(self, run_id: int, seen_at: datetime) -> None:
        self.run_id, self.seen_at = run_id, seen_at
        self.moved: dict[int, PlanRequest] = {}
        self.made: list[PlanRequest] = []
        self.answers: list[tuple[PlanRequest, str]] = []
        self.taken: dict[date, list[str]] = defaultdict(list)
        self.back: list[str] = []

    def follow(self, case: _Case) -> None:
        for kind, column in INDICATORS.items():
            shown = getattr(case.complaint, column)
            fresh = column in case.changed or case.newest(kind) is None
            if shown and fresh and FLAGS[kind] not in case.complaint.review_flags:
                self._indicator(case, kind, shown)
        asked = case.newest(RequestType.CATEGORY_CHANGE)
        if asked and asked.is_open and _has_the_category(case.complaint, asked):
            self._answer(asked, Status.APPROVED, case)
        self._whose(case)

    def _indicator(self, case: _Case, kind: str, shown: str) -> None:
        newest = case.newest(kind)
        if shown == RequestStatus.PENDING:
            if newest and (newest.is_open or _late(newest)):
                self._seen(newest)
            else:
                self._made_in_hpms(case, kind)
        else:
            request = _answered(case, kind, shown) or self._made_in_hpms(case, kind)
            self._answer(request, Status(shown), case)

    def _seen(self, request: PlanRequest) -> None:
        """It is in HPMS."""
        if request.status == Status.SUBMITTED:
            request.status = Status.PENDING
        request.first_seen_at = request.first_seen_at or self.seen_at
        request.unseen_runs, request.changed_at = 0, timezone.now()
        if request.pk:
            self.moved[request.pk] = request

    def _answer(self, request: PlanRequest, answer: Status, case: _Case) -> None:
        """CMS's answer. One that a person wrote down already keeps its date."""
        self._seen(request)
        if request.status != answer:
            self.answers.append((request, newest_comment(case.complaint.comments)))
        request.status, request.answer_seen_at = answer, self.seen_at

    def _whose(self, case: _Case) -> None:
        """Whether the case goes to CMS with this download, or comes back."""
        complaint, asked = case.complaint, case.newest(RequestType.CMS_ISSUE)
        new_lead = case.changed.get("category_lead", ("", ""))[1].strip().upper()
        agreed = asked and cms_takes_it(asked, complaint.category_lead)
        if complaint.with_cms_since:
            if _is_back(case) or not agreed:
                self.back.append(complaint.pk)
        elif agreed and (new_lead == "CMS" or any(one is asked for one, _ in self.answers)):
            self.taken[self._day(complaint)].append(complaint.pk)

    def _made_in_hpms(self, case: _Case, kind: str) -> PlanRequest:
        """One that nobody drafted here. A request to move the case was made where it was before."""
        moved = kind == RequestType.CONTRACT_CHANGE and "contract_id" in case.changed
        request = PlanRequest(
            complaint=case.complaint,
            assignment=case.assignments[-2:][0] if moved else case.assignments[-1],
            request_type=kind,
            status=Status.PENDING,
            seen_in_hpms=True,
            first_seen_at=self.seen_at,
        )
        self.made.append(request)
        case.requests.append(request)
        return request

    def write(self) -> None:
        requests: QuerySet[PlanRequest] = QuerySet(PlanRequest)
        decisions: QuerySet[CmsDecision] = QuerySet(CmsDecision)
        requests.bulk_create(self.made)
        requests.bulk_update(self.moved.values(), _MOVED)
        decisions.bulk_create([self._decision(*answer) for answer in self.answers])
        Complaint.objects.filter(pk__in=self.back).update(with_cms_since=None)
        for day, ids in self.taken.items():  # one day, or two around midnight
            Complaint.objects.filter(pk__in=ids).update(with_cms_since=day)

    def _decision(self, request: PlanRequest, words: str) -> CmsDecision:
        return CmsDecision(
            complaint=request.complaint,
            assignment=request.assignment,
            request=request,
            status=request.status,
            decided_on=self._day(request.complaint),
            instructions=words,
            download_run=self.run_id,
        )

    def _day(self, complaint: Any) -> date:
        """The indicator carries no date: the day of the download on the contract's clock."""
        return self.seen_at.astimezone(ZoneInfo(complaint.contract.zone)).date()


def requests_follow(complaint_ids: list[str], run_id: int, seen_at: datetime) -> None:
    """Brings the Plan Requests of these complaints up to what the run `run_id`, begun at `seen_at`, shows."""
    chunk = _Chunk(run_id, seen_at)
    for case in _cases(complaint_ids, run_id):
        chunk.follow(case)
    chunk.write()


def requests_look_for(complaint_ids: Iterable[str], before: datetime) -> list[str]:
    """A whole download showed these complaints: what was handed off before the moment `before` is in it
    now, or was probably never entered. Returns the complaints it is about. Wants them locked.

    An indicator that was Pending all along confirms too, though no change told so: CMS may have answered
    one request and got another between two downloads."""
    waiting: QuerySet[PlanRequest] = QuerySet(PlanRequest).filter(
        complaint__in=list(complaint_ids),
        status=Status.SUBMITTED,
        request_type__in=INDICATORS,
        submitted_at__lt=before,
    )
    ids = list(waiting.values_list("complaint_id", flat=True))
    if ids:
        waiting.filter(_shown()).update(
            status=Status.PENDING, first_seen_at=timezone.now(), unseen_runs=0
        )
        waiting.update(unseen_runs=Least(F("unseen_runs") + 1, MOST_RUNS))
    return ids


def _shown() -> Q:
    """The complaint's indicator of the request's own type is Pending, and could be read."""
    return reduce(
        or_,
        (
            Q(request_type=kind, **{f"complaint__{column}": RequestStatus.PENDING})
            & ~Q(complaint__review_flags__contains=[FLAGS[kind]])
            for kind, column in INDICATORS.items()
        ),
    )


def _cases(complaint_ids: list[str], run_id: int) -> Iterator[_Case]:
    """Four queries."""
    found = {
        complaint.pk: _Case(complaint)
        for complaint in Complaint.objects.filter(pk__in=complaint_ids)
        .select_related("contract")
        .defer("complaint_summary", "plan_casework_notes", "resolution_summary", "extra_columns")
    }
    changes = ComplaintChange.objects.filter(
        complaint__in=complaint_ids, download_run=run_id, column__in=_WATCHED
    )
    for change in changes:
        found[change.complaint_id].changed[change.column] = change.old, change.new
    known = Q(complaint__in=complaint_ids) & ~Q(status__in=(Status.DRAFT, Status.CANCELLED))
    for request in PlanRequest.objects.filter(known).order_by("pk"):
        case = found[request.complaint_id]
        request.complaint = case.complaint
        case.requests.append(request)
    for stretch in ContractAssignment.objects.filter(complaint__in=complaint_ids).order_by("pk"):
        found[stretch.complaint_id].assignments.append(stretch)
    yield from found.values()


def _answered(case: _Case, kind: str, answer: str) -> PlanRequest | None:
    """The request this answer is to; None for one that was made directly in HPMS.

    Where a person wrote the same answer down and somebody has asked anew since, the download is only
    catching up: what was asked anew has not been answered."""
    *_, before, newest = None, None, *(r for r in case.requests if r.request_type == kind)
    if newest and newest.status == Status.SUBMITTED and before and _by_hand(before):
        return before if before.status == answer else newest
    return newest if newest and (newest.is_open or _by_hand(newest)) else None


def _by_hand(request: PlanRequest) -> bool:
    """A person wrote down an answer that no download has shown yet."""
    return request.status in ANSWERED and request.answer_seen_at is None


def _late(request: PlanRequest) -> bool:
    """Answered by hand before any download showed so much as the request: no new one."""
    return _by_hand(request) and request.first_seen_at is None


def _has_the_category(complaint: Any, request: PlanRequest) -> bool:
    """The only sign that CMS agreed to another category: the record has it now."""
    wanted = request.target_category, request.target_subcategory
    shown = complaint.complaint_category, complaint.complaint_subcategory
    plain = [tuple(text.strip().casefold() for text in pair) for pair in (wanted, shown)]
    return all(plain[0]) and plain[0] == plain[1]


def _is_back(case: _Case) -> bool:
    """CMS gave the case back: the plan leads again, CMS re-opened it, or it is another contract's now."""
    lead = case.changed.get("category_lead", ("", ""))
    resolved = case.changed.get("resolution_date", ("", ""))
    from_cms = lead[0].strip().upper() == "CMS" and lead[1].strip().upper() != "CMS"
    reopened = bool(resolved[0]) and not resolved[1]
    return from_cms or reopened or "contract_id" in case.changed
