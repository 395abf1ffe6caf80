from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from complaints.case.views import visible_complaint
from complaints.models import CommentRead
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires


@requires(Action.CASEWORK)
@require_POST
def comments_read(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    """Marks CMS's comments as read up to the one the page showed as newest (`up_to`)."""
    complaint = visible_complaint(request, complaint_id)
    shown = request.POST.get("up_to", "")
    if shown.isascii() and shown.isdecimal() and len(shown) < 19:
        CommentRead.mark(complaint, request.user, int(shown))
    return redirect(f"{reverse('complaint', args=[complaint.pk])}#comments")
