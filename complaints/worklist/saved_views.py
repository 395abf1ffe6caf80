"""The saved views of the worklist as data, with the definition shown beside each count."""

from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from complaints.models import CaseworkUpload, Complaint
from complaints.models.choices import IssueLevel, UploadState
from complaints.models.complaint import AT_THE_PLAN
from complaints.models.outbox import FOR_A_PERSON
from ctm_casework.accounts.models import User

WITH_HPMS = (
    UploadState.QUEUED,
    UploadState.SENDING,
    UploadState.EXPORTED,
    UploadState.UNCERTAIN,
)


@dataclass(frozen=True)
class SavedView:
    key: str
    name: str
    definition: str
    condition: Q


def saved_views(user: User) -> list[SavedView]:
    """Every view, as this person sees it. A condition is applied to the open complaints; what CMS has
    taken over or moved, and what the marketing report alone shows, is in views of its own alone."""
    views = [replace(view, condition=view.condition & AT_THE_PLAN) for view in _of_the_plan(user)]
    with_cms = SavedView(
        "with-cms",
        "With CMS",
        "Open complaints that CMS took over, until they are back, or agreed to move to another contract, "
        "until a download shows them there: nothing to do here. Once out of view they stand in the ledger",
        (Q(with_cms_since__isnull=False) | Q(moving_since__isnull=False))
        & Q(out_of_view_since=None, gone_since=None),
    )
    reported = SavedView(
        "marketing-report",
        "Marketing report",
        "Seen in CTM's Marketing Misrepresentation Report alone: investigate and correct; there is no due "
        "date, and nothing to close",
        Q(report_only=True),
    )
    return [*views, with_cms, reported]


def _of_the_plan(user: User) -> list[SavedView]:
    return [
        SavedView("mine", "Mine", "Open complaints assigned to you", Q(assignee=user)),
        SavedView("all", "All", "All open complaints of your contracts", Q()),
        SavedView(
            "immediate",
            "Immediate Need",
            "Issue level Immediate Need, or a level that was not recognized",
            Q(issue_level__in=[IssueLevel.IMMEDIATE_NEED, IssueLevel.UNKNOWN]),
        ),
        SavedView(
            "flagged",
            "SWIFT, Congressional",
            "Marked SWIFT, with a SWIFT control number, or Congressional",
            Q(swift=True) | Q(congressional=True) | ~Q(swift_control_number=""),
        ),
        SavedView(
            "uncontacted",
            "Not contacted yet",
            "Open complaints without a logged contact",
            Q(last_contact_at=None),
        ),
        SavedView(
            "with-hpms",
            "Waiting for HPMS",
            "A note or closing is on its way and HPMS has not answered clearly",
            Q(_uploads_in(WITH_HPMS)),
        ),
        SavedView(
            "answer",
            "Needs an answer",
            "HPMS refused something, a rule stopped it, or a person must say what became of it",
            Q(_uploads_in(FOR_A_PERSON)),
        ),
        SavedView(
            "out-of-view",
            "Out of view",
            "HPMS's downloads bring them no more and nobody knows why: look in HPMS",
            Q(out_of_view_since__isnull=False),
        ),
        SavedView(
            "unassigned", "Unassigned", "Open complaints nobody is assigned to", Q(assignee=None)
        ),
    ]


def count_views(complaints: QuerySet[Complaint], views: list[SavedView]) -> dict[str, int]:
    """Complaints in each view by its key, in one query."""
    counted = {
        view.key.replace("-", "_"): Count("pk", filter=view.condition)
        if view.condition
        else Count("pk")
        for view in views
    }
    counts = complaints.aggregate(**counted)
    return {view.key: counts[view.key.replace("-", "_")] for view in views}


def _uploads_in(states: tuple[UploadState, ...]) -> Exists:
    return Exists(CaseworkUpload.objects.filter(complaint=OuterRef("pk"), state__in=states))
