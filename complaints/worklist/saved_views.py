"""The saved views of the worklist as data, with the definition shown beside each count."""

import re
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from complaints.models import CaseworkUpload, IntakeReview, unread_comments
from complaints.models.choices import IssueLevel, UploadState
from complaints.models.complaint import AT_THE_PLAN, NO_CONTROL_NUMBER, ComplaintQuerySet
from complaints.models.outbox import FOR_A_PERSON
from ctm_casework.accounts.models import User

WITH_HPMS = (
    UploadState.QUEUED,
    UploadState.SENDING,
    UploadState.EXPORTED,
    UploadState.UNCERTAIN,
)
_NO_NUMBER = rf"^\s*({'|'.join(map(re.escape, sorted(NO_CONTROL_NUMBER)))})?\s*$"


@dataclass(frozen=True)
class SavedView:
    key: str
    name: str
    definition: str
    condition: Q
    resolved_too: bool = False

    def of(self, complaints: ComplaintQuerySet) -> ComplaintQuerySet:
        """Those of the view among complaints open and resolved."""
        return (complaints if self.resolved_too else complaints.open()).filter(self.condition)


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
    from_cms = SavedView(
        "from-cms",
        "New from CMS",
        "CMS commented in the last 60 days and nobody here has marked it as read; resolved complaints too",
        Q(pk__in=unread_comments().values("complaint")),
        resolved_too=True,
    )
    return [*views, from_cms, with_cms, reported]


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
            "Marked SWIFT, with a SWIFT control number, Congressional, or of Press or Hill interest as the "
            "intake review says",
            Q(swift=True)
            | Q(congressional=True)
            | ~Q(swift_control_number__iregex=_NO_NUMBER)
            | Q(_press_or_hill()),
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


def count_views(complaints: ComplaintQuerySet, views: list[SavedView]) -> dict[str, int]:
    """Complaints in each view by its key: one query for the views of open ones, one for each other."""
    counted = {
        view.key.replace("-", "_"): Count("pk", filter=view.condition)
        if view.condition
        else Count("pk")
        for view in views
        if not view.resolved_too
    }
    counts = complaints.open().aggregate(**counted)
    counts |= {v.key.replace("-", "_"): v.of(complaints).count() for v in views if v.resolved_too}
    return {view.key: counts[view.key.replace("-", "_")] for view in views}


def _press_or_hill() -> Subquery:
    """What the newest intake review says; nothing without one."""
    reviews = IntakeReview.objects.filter(complaint=OuterRef("pk")).order_by("-pk")
    return Subquery(reviews.values("press_hill_interest")[:1])


def _uploads_in(states: tuple[UploadState, ...]) -> Exists:
    return Exists(CaseworkUpload.objects.filter(complaint=OuterRef("pk"), state__in=states))
