"""What is wrong with a Plan Request whatever its SOP scenario: told by field, as a sentence with the remedy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q

from complaints.models import Complaint
from complaints.models.choices import RequestStatus, UploadState
from plan_requests.models.choices import (
    ANSWERED,
    INDICATORS,
    OPEN,
    REASONS_OF,
    RequestType,
    Status,
)

if TYPE_CHECKING:
    from plan_requests.models.plan_request import PlanRequest

WAIT = "wait for CMS's answer before asking again."


def refusals(request: "PlanRequest") -> Iterator[tuple[str, str]]:
    """Field and message of everything that stands against handing it off now."""
    case = Complaint.objects.select_related("contract").get(pk=request.complaint_id)
    if request.status != Status.DRAFT:
        yield "request", "This request was handed off or dropped already. Begin a new one."
    yield from _of_the_case(case)
    if request.request_type in RequestType.values:
        yield from _of_the_reason(request)
        yield from _of_another_one(request, case)
    elif not request.request_type:
        yield "request_type", f"Say what you ask of CMS: {', '.join(RequestType.values)}."


def _of_the_case(case: Complaint) -> Iterator[tuple[str, str]]:
    if case.resolution_date:
        yield "request", "HPMS shows the complaint resolved: only an open one can be asked about."
    elif _closing_sent(case):
        yield (
            "request",
            "A closing is on its way to HPMS. Ask CMS once HPMS has refused it or shows the "
            "complaint open: CMS is not asked about a complaint it sees resolved.",
        )
    if case.with_cms_since:
        yield (
            "request",
            "CMS has taken this case: nothing can be asked until it is back with the plan.",
        )


def _of_the_reason(request: "PlanRequest") -> Iterator[tuple[str, str]]:
    offered = REASONS_OF[request.request_type]
    if not request.reason_code:
        name = request.get_request_type_display()
        yield "reason_code", f"Choose the reason for the request ({name})."
    elif request.reason_code not in offered:
        fitting = ", ".join(offered)
        yield "reason_code", f"This is no reason for a request of this kind. Use {fitting}."


def _of_another_one(request: "PlanRequest", case: Complaint) -> Iterator[tuple[str, str]]:
    """One request of a type is open at a time. One that only a download showed may be this very one."""
    others = case.planrequests.filter(request_type=request.request_type).exclude(pk=request.pk)
    if twin := others.filter(status__in=OPEN, seen_in_hpms=False).first():
        yield "request_type", f"One is open already, {twin.status_words}: {WAIT}"
        return
    indicator = INDICATORS.get(request.request_type)
    if indicator and getattr(case, indicator) == RequestStatus.PENDING:
        # Answered by hand: the download is only behind.
        answered = Q(status__in=ANSWERED, answer_seen_at=None)
        if not others.filter(Q(status__in=OPEN) | answered).exists():
            yield "request_type", f"HPMS shows one pending already: {WAIT}"


def _closing_sent(case: Complaint) -> bool:
    """A closing waits for HPMS or was accepted there; a refused one leaves the complaint open."""
    made = case.resolutions.filter(withdrawn_at=None, assignment__ended_on=None)
    return made.exclude(uploads__state__in=(UploadState.FAILED, UploadState.BLOCKED)).exists()
