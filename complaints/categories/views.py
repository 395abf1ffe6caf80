"""The list of category pairs HPMS has sent, and what an administrator knows about each. No beneficiary's
data is in it: every role reads it."""

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from complaints.categories.forms import CategoryForm
from complaints.models import Category, CategoryChange
from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires

UNPROCESSABLE = 422


@requires(Action.SIGNED_IN)
@require_GET
def categories(request: HttpRequest) -> HttpResponse:
    pairs = _with_changes().order_by("complaint_category", "complaint_subcategory")
    return render(request, "categories/page.html", {"pairs": pairs, "section": "sop"})


@requires(Action.SIGNED_IN)
@require_GET
def category(request: HttpRequest, category_id: int) -> HttpResponse:
    return _page(request, category_id)


@requires(Action.PARAMETERS)
@require_POST
def category_change(request: SignedInRequest, category_id: int) -> HttpResponse:
    """Says what holds of the pair from now on; 422 and the form again when an answer is missing."""
    pair = get_object_or_404(Category, pk=category_id)
    form = CategoryForm(request.POST)
    if not form.is_valid():
        return _page(request, category_id, form, UNPROCESSABLE)
    changed = CategoryChange.enter(request.user, pair.pk, **form.values)
    said = f"Saved: {pair}." if changed else "It says so already: nothing was changed."
    messages.success(request, said)
    return redirect("categories")


def _page(
    request: HttpRequest, category_id: int, form: CategoryForm | None = None, status: int = 200
) -> HttpResponse:
    pair = get_object_or_404(_with_changes(), pk=category_id)
    context = {"pair": pair, "form": form or CategoryForm.of(pair), "section": "sop"}
    return render(request, "categories/pair.html", context, status=status)


def _with_changes() -> QuerySet[Category]:
    changes = CategoryChange.objects.select_related("author").order_by("pk")
    return Category.objects.prefetch_related(Prefetch("changes", changes))
