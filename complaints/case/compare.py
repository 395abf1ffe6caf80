"""Two complaints side by side, and the three ways out of SOP M."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from complaints.case.forms import select
from complaints.case.refusal import Refusal, acknowledgements, form_errors
from complaints.case.views import UNPROCESSABLE, visible_complaint
from complaints.models import Complaint, IntakeReview, Refused, RepeatLink, ScenarioChoice
from complaints.models.choices import IssueLevel
from complaints.models.scenarios.repeat import Relation
from complaints.requests import SignedInRequest
from complaints.selectors.repeats import related_for
from complaints.sop.index import Step, step
from complaints.templatetags.casework import newest_comment
from ctm_casework.accounts.access import Action, may, requires
from ctm_casework.accounts.models import AccessLog

_URGENCY = (IssueLevel.NO_ISSUE_LEVEL, IssueLevel.URGENT, IssueLevel.IMMEDIATE_NEED)
_ASKED = ("prior_resolution_acknowledged", "prior_told_on")


@dataclass(frozen=True)
class Row:
    """One fact of both; `long` texts get the room of a paragraph."""

    name: str
    values: tuple[str, str]
    long: bool = False

    @property
    def differs(self) -> bool:
        one, other = (" ".join(value.split()).casefold() for value in self.values)
        return one != other


@dataclass(frozen=True)
class Way:
    """A way out of SOP M. `closes` is the complaint it ends in resolving, with `other` named in its note.

    `against` says why it is not offered here, citing `against_step`; `caution` is read before it is taken."""

    relation: Relation
    words: str
    step: Step
    closes: Complaint | None = None
    other: Complaint | None = None
    caution: str = ""
    against: str = ""
    against_step: Step | None = None


class Comparison:
    """`pair` is the complaint one came from and the other one."""

    def __init__(self, complaint: Complaint, other: Complaint) -> None:
        self.pair = (complaint, other)
        self.older, self.newer = sorted(self.pair, key=lambda one: (one.received_date, one.pk))

    @cached_property
    def rows(self) -> list[Row]:
        one, other = (_facts(one, one.pk in self.of_interest) for one in self.pair)
        pairs = zip(one, other, strict=True)
        return [Row(name, (one, other)) for (name, one), (_, other) in pairs] + [
            Row(name, (read(self.pair[0]), read(self.pair[1])), long=True)
            for name, read in _TEXTS.items()
        ]

    @property
    def differing(self) -> int:
        return sum(row.differs for row in self.rows)

    @cached_property
    def ways(self) -> list[Way]:
        return [self._repeat(), self._duplicate(), self._distinct()]

    @property
    def offered(self) -> list[Way]:
        return [way for way in self.ways if not way.against]

    def way(self, relation: str) -> Way | None:
        """The way of that relation, if it is offered."""
        return next((way for way in self.offered if way.relation == relation), None)

    def _repeat(self) -> Way:
        open_ones = [one for one in self.pair if one.resolution_date is None]
        resolved = [one for one in self.pair if one.resolution_date is not None]
        words = "It repeats one that is resolved, and the person was told"
        about = (Relation.RESOLVED_EARLIER, words, step("M.1.close"))
        if not (open_ones and resolved):
            return Way(*about, against="One of the two must be resolved and the other open.")
        if self._born_of_bae:
            return Way(*about, against=_NO_REPEAT, against_step=step("N.3"))
        return Way(*about, closes=open_ones[0], other=resolved[0])

    def _duplicate(self) -> Way:
        about = (Relation.DUPLICATE, "Both are open and about the same issue", step("M.2.older"))
        if any(one.resolution_date for one in self.pair):
            return Way(*about, against="Both must still be open.")
        if self._born_of_bae:
            return Way(*about, against=_NO_REPEAT, against_step=step("N.3"))
        if self.older.is_swift:
            swift = f"The older one, {self.older.pk}, is a SWIFT case: only CMS closes it."
            return Way(*about, against=swift, against_step=step("I.note.3"))
        return Way(*about, closes=self.older, other=self.newer, caution=self._lost_by_closing())

    def _distinct(self) -> Way:
        return Way(Relation.DISTINCT, "They are about distinct issues: keep both", step("M.3"))

    def _lost_by_closing(self) -> str:
        """What closing the older one would drop: its flag or its higher level (SOP M, step 2)."""
        lost = []
        if self.older.congressional and not self.newer.congressional:
            lost.append("is Congressional")
        if self.older.pk in self.of_interest and self.newer.pk not in self.of_interest:
            lost.append("is of Press or Hill interest")
        if _urgency(self.older) > _urgency(self.newer):
            lost.append(f"has the level {self.older.get_issue_level_display()}")
        if not lost:
            return ""
        return f"{self.older.pk} {' and '.join(lost)}, {self.newer.pk} does not: ask CMS before closing it."

    @cached_property
    def of_interest(self) -> set[str]:
        """Ids of those with Press or Hill interest, as the plan noted at intake."""
        reviews = IntakeReview.newest_of(one.pk for one in self.pair)
        return {pk for pk, review in reviews.items() if review.press_hill_interest}

    @cached_property
    def _born_of_bae(self) -> bool:
        """Whether the Regional Office opened one of them for Best Available Evidence."""
        one, other = (complaint.pk for complaint in self.pair)
        related = related_for([one, other])
        pairs = ((one, other), (other, one))
        return any(
            facts.bae_born
            for asked, wanted in pairs
            for facts in related.get(asked, ())
            if facts.complaint_id == wanted
        )


_NO_REPEAT = "One of them was opened for Best Available Evidence: that is no repeat."


def _urgency(complaint: Complaint) -> int:
    """A level nobody recognizes counts as the highest."""
    level = IssueLevel(complaint.issue_level)
    return _URGENCY.index(level) if level in _URGENCY else len(_URGENCY)


def _day(day: date | None, blank: str = "No date") -> str:
    return f"{day.month}/{day.day}/{day.year}" if day else blank


def _facts(one: Complaint, of_interest: bool) -> list[tuple[str, str]]:
    flags = [
        ("SWIFT", one.is_swift),
        ("Congressional", one.congressional),
        ("Press or Hill", of_interest),
    ]
    return [
        ("Received", _day(one.received_date)),
        ("Assigned", _day(one.assignment_date)),
        ("Resolved", _day(one.resolution_date, "Open")),
        ("Issue level", one.get_issue_level_display()),
        ("Flags", ", ".join(name for name, is_set in flags if is_set) or "None"),
        ("Contract", f"{one.contract_id}, {one.contract.plan_type_words}"),
        ("Category", one.complaint_category or "None yet"),
        ("Subcategory", one.complaint_subcategory or "None yet"),
        ("Complainant", one.complainant or "No name given"),
        ("Phone", one.contact_phone or "None"),
        ("Medicare no.", f"ends {one.masked_bene_id}" if one.bene_id else "Not given"),
        ("Assignee", str(one.assignee or "Nobody")),
    ]


_TEXTS = {
    "Summary": lambda one: one.complaint_summary or "HPMS holds no summary.",
    "Newest comment": lambda one: newest_comment(one.comments) or "None",
    "Resolution": lambda one: one.resolution_summary or "None yet",
}


class WayForm(forms.Form):
    """Which way out, and for a repeat whether the person knows of the earlier resolution."""

    relation = forms.ChoiceField(
        choices=Relation.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one of the three ways.",
            "invalid_choice": "Choose one of the three ways.",
        },
    )
    prior_resolution_acknowledged = select(
        "Does the person acknowledge the earlier resolution?",
        [("", "Not asked yet"), ("yes", "Yes"), ("no", "No")],
    )
    prior_told_on = forms.DateField(
        label="Told of it on",
        required=False,
        widget=forms.DateInput(attrs={"class": "usa-input", "type": "date"}, format="%Y-%m-%d"),
    )

    def values(self) -> dict[str, Any]:
        """What RepeatLink takes beside the other complaint."""
        relation = self.cleaned_data["relation"]
        if relation != Relation.RESOLVED_EARLIER:
            return {"relation": relation}
        told = {"yes": True, "no": False}.get(self.cleaned_data["prior_resolution_acknowledged"])
        return {
            "relation": relation,
            "prior_resolution_acknowledged": told,
            "prior_told_on": self.cleaned_data["prior_told_on"],
        }


@requires(Action.COMPLAINT_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: SignedInRequest, complaint_id: str, other_id: str) -> HttpResponse:
    """The two side by side. A POST, for those who do casework, takes one of the ways out."""
    complaint = visible_complaint(request, complaint_id)
    comparison = Comparison(complaint, visible_complaint(request, other_id))
    if request.method == "POST":
        if not may(request.user, Action.CASEWORK):
            raise PermissionDenied(f"Your role does not allow this: {Action.CASEWORK.label}.")
        return _take(request, comparison)
    return _page(request, comparison, WayForm())


def _take(request: SignedInRequest, comparison: Comparison) -> HttpResponse:
    form = WayForm(request.POST)
    valid = form.is_valid()
    way = comparison.way(form.cleaned_data.get("relation", ""))
    try:
        if not valid:
            raise Refused((), form_errors(form))
        if way is None:
            raise Refused(
                (), {"relation": ["That way is not open here: the reason stands below it."]}
            )
        _enter(request, comparison, way, form.values())
    except Refused as refused:
        refusal = Refusal(refused.findings, refused.form_errors, request.POST)
        return _page(request, comparison, form, refusal, UNPROCESSABLE)
    if way.closes is None:
        messages.success(request, "Both stay open until each is resolved.")
        return redirect("complaint", comparison.pair[0].pk)
    messages.success(request, f"Noted. The note below names {way.other}; say in it what was done.")
    return redirect(reverse("resolve", args=[way.closes.pk]))


@transaction.atomic
def _enter(
    request: SignedInRequest, comparison: Comparison, way: Way, values: dict[str, Any]
) -> None:
    subject, other = way.closes or comparison.pair[0], way.other or comparison.pair[1]
    RepeatLink.enter(
        subject.pk, request.user, acknowledgements(request.POST), other=other, **values
    )
    if way.closes is not None:
        _follow_the_scenario(request, subject)


def _follow_the_scenario(request: SignedInRequest, subject: Complaint) -> None:
    """Whoever closes a repeat follows scenario M; a step that forbids it spoke at the way already."""
    followed = ScenarioChoice.accepted_for([subject.pk]).get(subject.pk, ())
    if "REPEAT" not in followed:
        ScenarioChoice.enter(subject.pk, request.user, "REPEAT", accepted=True)


def _page(
    request: SignedInRequest,
    comparison: Comparison,
    form: WayForm,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    complaint, other = comparison.pair
    with timezone.override(complaint.contract.zone):
        context = {
            "comparison": comparison,
            "complaint": complaint,
            "other": other,
            "form": form,
            "refusal": refusal,
            "section": "worklist",
        }
        response = render(request, "case/compare.html", context, status=status)
    AccessLog.record(request.user, door="compare", complaint_ids=[complaint.pk, other.pk])
    return response
