"""The fate of what was sent to HPMS, and what a person can do about it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from complaints.case.forms import TypedText
from complaints.case.refusal import Refusal, acknowledgements
from complaints.case.replacements import replaced
from complaints.case.views import UNPROCESSABLE, case_page, visible_complaint
from complaints.models import CaseworkUpload, Complaint, Refused
from complaints.models.outbox import FOR_A_PERSON
from complaints.requests import SignedInRequest
from complaints.services.uploads import (
    Look,
    upload_decide,
    upload_mend,
    upload_withdraw,
    uploads_send_now,
)
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog


@requires(Action.COMPLAINT_VIEW)
@require_GET
def upload_fate(request: SignedInRequest, complaint_id: str, upload_id: int) -> HttpResponse:
    """One upload's line of the casework, asked for again and again until it is settled."""
    complaint, upload = _upload(request, complaint_id, upload_id)
    # The open page asks every few seconds and was logged itself; only a form for mending shows the note.
    polled = request.headers.get("HX-Request") == "true"
    if upload.state in FOR_A_PERSON or not polled:
        AccessLog.record(request.user, door="upload-fate", complaint_ids=[complaint.pk])
    with timezone.override(complaint.contract.zone):
        context = {
            "complaint": complaint,
            "upload": upload,
            "back": _opened_from(request, complaint),
        }
        return render(request, "case/fate.html", context)


def _opened_from(request: SignedInRequest, complaint: Complaint) -> str:
    """The page that shows this upload, where it is another than the complaint's; "" else."""
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    own = reverse("complaint", args=[complaint.pk])
    return "" if page.path in ("", own) else page._replace(scheme="", netloc="").geturl()


@requires(Action.CASEWORK)
@require_POST
def mend(request: SignedInRequest, complaint_id: str, upload_id: int) -> HttpResponse:
    """Another text in the place of a refused note; with `mend`, only the proposed replacements."""
    complaint, upload = _upload(request, complaint_id, upload_id)
    text = TypedText().to_python(request.POST.get("text", ""))
    if "mend" in request.POST:
        return case_page(request, complaint, mending={"upload": upload.pk, "text": replaced(text)})
    try:
        upload_mend(upload, request.user, text, acknowledgements(request.POST))
    except Refused as refused:
        refusal = Refusal(refused.findings, refused.form_errors, request.POST)
        mending = {"upload": upload.pk, "text": text, "refusal": refusal}
        return case_page(request, complaint, UNPROCESSABLE, mending=mending)
    except ValidationError as error:
        return _told(request, complaint, error)
    messages.success(request, "Mended. The note goes to HPMS again.")
    return _back(request, complaint, upload)


@requires(Action.CASEWORK)
@require_POST
def decide(request: SignedInRequest, complaint_id: str, upload_id: int) -> HttpResponse:
    """The answer to "is this in HPMS?": `in_hpms` is yes, no, or of a resolution note."""
    complaint, upload = _upload(request, complaint_id, upload_id)
    try:
        found = Look(request.POST.get("in_hpms", ""))
    except ValueError:
        return _told(request, complaint, ValidationError("Answer yes or no."))
    return _settle(request, complaint, upload, lambda: upload_decide(upload, request.user, found))


@requires(Action.CASEWORK)
@require_POST
def withdraw(request: SignedInRequest, complaint_id: str, upload_id: int) -> HttpResponse:
    complaint, upload = _upload(request, complaint_id, upload_id)
    return _settle(request, complaint, upload, lambda: upload_withdraw(upload, request.user))


@requires(Action.CASEWORK)
@require_POST
def send_now(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    complaint = visible_complaint(request, complaint_id)
    uploads_send_now()
    messages.success(request, "Sending now. The casework below follows it.")
    return redirect(f"{reverse('complaint', args=[complaint.pk])}#h-time")


def _upload(
    request: SignedInRequest, complaint_id: str, upload_id: int
) -> tuple[Complaint, CaseworkUpload]:
    complaint = visible_complaint(request, complaint_id)
    rows = complaint.uploads.select_related("note", "resolution").prefetch_related("events")
    return complaint, get_object_or_404(rows, pk=upload_id)


def _settle(
    request: SignedInRequest, complaint: Complaint, upload: CaseworkUpload, do: Callable[[], None]
) -> HttpResponse:
    try:
        do()
    except ValidationError as error:
        return _told(request, complaint, error)
    return _back(request, complaint, upload)


def _told(request: SignedInRequest, complaint: Complaint, error: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(error.messages))
    return redirect("complaint", complaint.pk)


def _back(request: SignedInRequest, complaint: Complaint, upload: CaseworkUpload) -> HttpResponse:
    """To the page it was opened from, if the form names one of ours; else to the upload's place."""
    url = request.POST.get("back", "")
    if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        messages.success(request, f"Written down for {complaint.pk}.")
        return redirect(url)
    return redirect(f"{reverse('complaint', args=[complaint.pk])}#upload-{upload.pk}")
