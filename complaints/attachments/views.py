"""What people do with documents: attach several, download one, tell that it was put into HPMS."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from complaints.attachments.rows import rows_sent, rows_shown
from complaints.case.views import UNPROCESSABLE, case_page, visible_complaint
from complaints.models import Attachment, Complaint
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog


@requires(Action.CASEWORK)
@require_POST
def attach(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    """Saves each document on its own: those the SOP takes are kept, and the page names the refused ones
    with the reason. A browser forgets all files of a form it gets back, so all-or-nothing would have
    everything chosen again for one bad name; sent twice, a document is attached once."""
    complaint = visible_complaint(request, complaint_id)
    rows = rows_sent(request.POST, request.FILES)
    refused = [row for row in rows if not row.attach(complaint, request.user)]
    if saved := len(rows) - len(refused):
        messages.success(
            request, "Document attached." if saved == 1 else f"{saved} documents attached."
        )
    if refused:
        return case_page(request, complaint, UNPROCESSABLE, document_rows=rows_shown(refused))
    return _back(complaint)


@requires(Action.COMPLAINT_VIEW)
@require_GET
def document(request: SignedInRequest, complaint_id: str, attachment_id: int) -> FileResponse:
    complaint, attachment = _attachment(request, complaint_id, attachment_id)
    AccessLog.record(request.user, door="document", complaint_ids=[complaint.pk])
    return download(attachment)


@requires(Action.CASEWORK)
@require_POST
def put_into_hpms(request: SignedInRequest, complaint_id: str, attachment_id: int) -> HttpResponse:
    """The tick of the hand-off: a person has put the document into HPMS by hand."""
    complaint, attachment = _attachment(request, complaint_id, attachment_id)
    attachment.put_into_hpms(request.user)
    messages.success(request, "Noted. The next downloads show whether HPMS has it.")
    return _back(complaint)


def download(attachment: Attachment) -> FileResponse:
    """The file as it was attached, to be saved and never opened as a page of ours."""
    return FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.filename,
        content_type=attachment.content_type,
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


def _attachment(
    request: SignedInRequest, complaint_id: str, attachment_id: int
) -> tuple[Complaint, Attachment]:
    """404 for a document of a contract this person does not work for, as if there were none."""
    complaint = visible_complaint(request, complaint_id)
    visible = Attachment.objects.visible_to(request.user).filter(complaint=complaint)
    return complaint, get_object_or_404(visible, pk=attachment_id)


def _back(complaint: Complaint) -> HttpResponse:
    return redirect(f"{reverse('complaint', args=[complaint.pk])}#documents")
