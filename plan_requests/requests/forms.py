"""What is typed into a Plan Request: only the fields of its type and reason. The SOP judges them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.db import models
from django.forms.models import fields_for_model

from complaints import sop
from complaints.case.forms import TypedText, line, select
from complaints.models import Category, Complaint
from complaints.statements.forms import TEXT, day
from plan_requests.models import PlanRequest
from plan_requests.models.choices import REASONS_OF, Answer, ReasonCode, RequestType
from plan_requests.requests.fields import fields_of, rests_on_cms_word

PAIR = "target_pair"
_LINES = ("target_org_name",)


class RequestForm(forms.Form):
    """`target_pair` is the category with its subcategory, `cms_said` where CMS directed the request."""

    def __init__(
        self, kind: str, reason: str, case: sop.CaseFacts, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.reason = reason
        offered = [(code.value, code.label) for code in REASONS_OF[kind]]
        self.fields["reason_code"] = select("Reason", [("", "Choose"), *offered])
        names = list(fields_of(kind, reason, case.flagged))
        if kind == RequestType.CATEGORY_CHANGE:
            self.fields[PAIR] = _pair_field(initial or {})
            names = [name for name in names if not name.startswith("target_")]
        self.fields |= fields_for_model(PlanRequest, names, formfield_callback=_shown)
        if rests_on_cms_word(case, kind, reason) or (initial or {}).get("cms_said"):
            self.fields["cms_said"] = line("Where CMS directed it")
            self.fields["cms_said"].help_text = "Such as: Regional Office 2, e-mail of 11/14."
        self.order_fields(["reason_code", PAIR, *names])
        if kind == RequestType.CMS_ISSUE:
            self.fields["justification"].label = "What else CMS should know"
        if kind in (RequestType.CMS_ISSUE, RequestType.CONTRACT_CHANGE):
            self.fields["justification"].help_text = ""  # the model's are the steps of G and H

    @property
    def values(self) -> dict[str, Any]:
        """What the model takes of what could be read; a category pair as its two fields."""
        self.is_valid()
        values = {
            name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data
        }
        values.pop("cms_said", None)
        if PAIR in self.fields:
            category, _, subcategory = values.pop(PAIR, "").partition("\t")
            values |= {"target_category": category, "target_subcategory": subcategory}
        return values

    @property
    def cms_said(self) -> str:
        return str(self.cleaned_data.get("cms_said", ""))


def _shown(field: "models.Field[Any, Any]", **_: Any) -> forms.Field | None:
    label, source = str(field.verbose_name), str(field.help_text)
    if field.choices:
        choices = [c for c in field.flatchoices if c[0] != "UNKNOWN"]
        return select(label, [("", "Choose"), *choices], help_text=source)
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(label=label, help_text=source, required=False)
    if isinstance(field, models.DateField):
        return day(label, source)
    if isinstance(field, models.TextField) and field.name not in _LINES:
        return TypedText(label=label, help_text=source, rows=3)
    if isinstance(field, models.IntegerField):
        widget = forms.NumberInput({**TEXT, "inputmode": "numeric"})
        return forms.IntegerField(
            label=label, help_text=source, min_value=0, max_value=99, widget=widget, required=False
        )
    shown = line(label)
    shown.widget.attrs["maxlength"], shown.help_text = field.max_length or "", source
    return shown


def _pair_field(initial: dict[str, Any]) -> forms.ChoiceField:
    """The categories still used, each with its subcategories; a draft's own stays with it."""
    known = Category.objects.filter(active=True).exclude(complaint_subcategory="")
    pairs = known.order_by("complaint_category", "complaint_subcategory").values_list(
        "complaint_category", "complaint_subcategory"
    )
    field = select("Category and subcategory wanted", [], help_text="SOP G, step 2.b")
    wanted = initial.get("target_category", ""), initial.get("target_subcategory", "")
    drafted = [wanted] if all(wanted) and wanted not in pairs else []
    field.choices = [("", "Choose"), *_as_drafted(drafted), *_grouped(pairs)]
    field.initial = "\t".join(wanted) if all(wanted) else ""
    return field


def _as_drafted(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    return [
        ("As drafted, not among those still used", [(f"{name}\t{sub}", f"{name}: {sub}")])
        for name, sub in pairs
    ]


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    return [
        (name, [(f"{name}\t{sub}", sub) for _, sub in some])
        for name, some in groupby(pairs, lambda pair: pair[0])
    ]


class DecisionForm(forms.Form):
    """CMS's answer as a person read it in HPMS."""

    status = forms.ChoiceField(
        label="CMS's answer",
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether CMS approved or rejected it."},
    )
    decided_on = day("Decided")
    instructions = TypedText(label="CMS's words, from the comments in HPMS", rows=3)


def initial_of(request: PlanRequest) -> dict[str, Any]:
    """A draft's own values, to go on from."""
    names = [field.name for field in PlanRequest._meta.fields]
    kept = {name: getattr(request, name) for name in names if name not in {"complaint", "author"}}
    return {**kept, "cms_said": request.direction_words}


def reason_of(kind: str, asked: str) -> str:
    """The reason asked for, where this type offers it."""
    return asked if asked in {code.value for code in REASONS_OF[kind]} else ""


def likely_reason(complaint: Complaint, kind: str) -> str:
    """What a request of this type is mostly about, from the record: nothing where that is open."""
    if kind == RequestType.CATEGORY_CHANGE:
        blank = not complaint.complaint_category.strip()
        return ReasonCode.NO_CATEGORY if blank else ReasonCode.MISCATEGORISED_AT_INTAKE
    if kind == RequestType.CMS_ISSUE and (complaint.is_swift or complaint.congressional):
        return ReasonCode.FLAGGED_CASE_CLOSURE
    return ""
