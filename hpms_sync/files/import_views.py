"""A plan download brought in by a person: looked at first, applied when told to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from kombu.exceptions import OperationalError

from complaints.requests import SignedInRequest
from ctm_casework.accounts.access import Action, requires
from hpms_sync.files.bring_in import lost, plan_file_begin
from hpms_sync.files.forms import PlanFileForm
from hpms_sync.files.kept import KEPT_FOR, plan_file_keep
from hpms_sync.files.preview import preview_of
from hpms_sync.files.selectors import file_runs_of, plan_files_of
from hpms_sync.files.tasks import plan_file_take_in
from hpms_sync.models import DownloadRun, PlanFile

UNPROCESSABLE = 422
RUNS_SHOWN = 10


@requires(Action.FILES)
@require_http_methods(["GET", "POST"])
def file_import(request: SignedInRequest) -> HttpResponse:
    """The form, and the files brought lately. Posted, the file is kept and looked at."""
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("file-import-one", _looked_at(request, form).pk)
        except ValidationError as error:
            form.add_error("file", error)
    context = {"form": form, "runs": file_runs_of(request.user)[:RUNS_SHOWN], "section": "sync"}
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "files/import.html", context, status=status)


def _looked_at(request: SignedInRequest, form: PlanFileForm) -> PlanFile:
    contracts = list(request.user.contracts.values_list("pk", flat=True))
    if not contracts:
        raise ValidationError(
            "No contract is yours. Have an administrator give you those you need."
        )
    file, moment, version = (
        form.cleaned_data[name] for name in ("file", "downloaded_at", "layout_version")
    )
    found = preview_of(file, contracts, moment, version)
    kept = plan_file_keep(file, request.user, contracts, moment, version)
    kept.preview = found.told()
    kept.save(update_fields=["preview"])
    return kept


@requires(Action.FILES)
@require_GET
def file_import_one(request: SignedInRequest, plan_file_id: int) -> HttpResponse:
    """The preview; once applied, how it goes and how it went. No PHI: counts, rules, line numbers."""
    kept = get_object_or_404(plan_files_of(request.user), pk=plan_file_id)
    run = kept.run
    polled = request.headers.get("HX-Request") == "true"
    context = {
        "kept": kept,
        "found": kept.preview,
        "kept_until": kept.brought_at + KEPT_FOR,
        "more": kept.preview["errors_in_all"] - len(kept.preview["errors"]),
        "run": run,
        "running": run is not None and run.state == DownloadRun.State.RUNNING and not lost(run),
        "again": run is not None and (run.state == DownloadRun.State.FAILED or lost(run)),
        "section": "sync",
    }
    return render(request, "files/import_run.html" if polled else "files/import_one.html", context)


@requires(Action.FILES)
@require_POST
def file_import_apply(request: SignedInRequest, plan_file_id: int) -> HttpResponse:
    """Hands the file to the workers; once, however often it is pressed."""
    kept = get_object_or_404(plan_files_of(request.user), pk=plan_file_id)
    if run := plan_file_begin(kept):
        try:
            plan_file_take_in.delay(kept.pk, run.pk)
        except OperationalError:
            run.delete()
            messages.error(
                request, "Redis does not answer, so nothing was applied. See that it runs."
            )
    return redirect("file-import-one", kept.pk)


@requires(Action.FILES)
@require_POST
def file_import_drop(request: SignedInRequest, plan_file_id: int) -> HttpResponse:
    """Takes the file away unapplied."""
    kept = get_object_or_404(plan_files_of(request.user).filter(run=None), pk=plan_file_id)
    kept.delete()
    messages.success(request, "The file is gone, and nothing was applied.")
    return redirect("file-import")
