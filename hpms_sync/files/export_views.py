"""Upload files: what would go in, the file itself, and what HPMS answered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from ctm_casework.accounts.models import AccessLog
from hpms_sync.files.export import (
    LINES_MOST,
    Answer,
    Said,
    export_answer,
    export_file,
    export_make,
    export_preview,
)
from hpms_sync.files.forms import AnswerForm, ContractsForm
from hpms_sync.files.selectors import exports_of
from hpms_sync.models import UploadExport

UNPROCESSABLE = 422
FILES_SHOWN = 20
ROWS_SHOWN = 200  # of what waits; the file's own page shows all


@requires(Action.FILES)
@require_http_methods(["GET", "POST"])
def file_export(request: SignedInRequest) -> HttpResponse:
    """Contracts to choose, what waits for them, and the files made. Posted with `make`, the file is made."""
    chosen = {"contracts": request.user.contracts.values_list("pk", flat=True)}
    form = ContractsForm(request.user, request.POST or chosen)
    contracts = _contracts(form)
    if request.method == "POST" and "make" in request.POST and form.is_valid():
        try:
            export = export_make(request.user, contracts)
        except ValidationError as error:
            form.add_error("contracts", error)
        else:
            messages.success(
                request, "The file is made. Upload it in HPMS, then say what HPMS answered."
            )
            return redirect("file-export-one", export.pk)
    waiting = export_preview(contracts, ROWS_SHOWN)
    ids = [row.complaint_id for row in waiting.rows]
    AccessLog.record(request.user, door="file-export", complaint_ids=ids)
    context = {
        "form": form,
        "waiting": waiting,
        "lines_most": LINES_MOST,
        "exports": exports_of(request.user)[:FILES_SHOWN],
        "section": "sync",
    }
    status = UNPROCESSABLE if request.method == "POST" and form.errors else 200
    return render(request, "files/export.html", context, status=status)


def _contracts(form: ContractsForm) -> list[str]:
    return [one.pk for one in form.cleaned_data["contracts"]] if form.is_valid() else []


@requires(Action.FILES)
@require_http_methods(["GET", "POST"])
def file_export_one(request: SignedInRequest, export_id: int) -> HttpResponse:
    """The file's rows and their answers. Posted, answers are written down; with `all_saved`, for all rows
    still open."""
    export = get_object_or_404(exports_of(request.user), pk=export_id)
    rows = list(
        export.rows.select_related("upload", "answered_by").prefetch_related("upload__events")
    )
    AccessLog.record(
        request.user,
        door="file-export-one",
        complaint_ids=[row.upload.complaint_id for row in rows],
    )
    forms = [AnswerForm(row, request.POST or None) for row in rows if row.open]
    if request.method == "POST":
        said = _said(request, forms)
        if said is not None:
            return _answered(request, export, said)
    by_line = {form.row.line: form for form in forms}
    context = {
        "export": export,
        "rows": [(row, by_line.get(row.line)) for row in rows],
        "open": len(forms),
        "untouched": not any(row.answer for row in rows) and len(forms) == len(rows),
        "section": "sync",
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "files/export_one.html", context, status=status)


def _said(request: SignedInRequest, forms: list[AnswerForm]) -> dict[int, Said] | None:
    """By line; None where the form refuses something."""
    if "all_saved" in request.POST:
        return {form.row.line: Said(Answer.SAVED) for form in forms}
    refused = [form for form in forms if not form.is_valid()]
    return None if refused else {form.row.line: said for form in forms if (said := form.said)}


def _answered(
    request: SignedInRequest, export: UploadExport, said: dict[int, Said]
) -> HttpResponse:
    settled = export_answer(request.user, export, said)
    if settled:
        messages.success(request, f"{settled} of {len(said)} answers written down.")
    else:
        messages.error(request, "Nothing was answered: choose what HPMS said to at least one row.")
    return redirect("file-export-one", export.pk)


@requires(Action.FILES)
@require_POST
def file_export_download(request: SignedInRequest, export_id: int) -> HttpResponse:
    """The file itself, the same bytes each time, while it is not answered."""
    export = get_object_or_404(exports_of(request.user), pk=export_id)
    try:
        text = export_file(export)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("file-export-one", export.pk)
    ids = list(export.rows.values_list("upload__complaint_id", flat=True))
    AccessLog.record(request.user, door="file-export-download", complaint_ids=ids)
    return HttpResponse(
        text,
        content_type="text/plain; charset=us-ascii",
        headers={"Content-Disposition": content_disposition_header(True, export.file_name) or ""},
    )
