"""Plan Requests on the complaint page."""

import re
from typing import Any, NamedTuple

from django import template

from complaints.models import CmsContacts, Complaint
from complaints.sop import Parameters
from complaints.sop.index import STEPS, Kind, Step
from plan_requests.models import PlanRequest
from plan_requests.models.choices import INDICATORS, RequestType, Status
from plan_requests.selectors import of_complaint

register = template.Library()

_STAMP = re.compile(r"^\d{1,2}/\d{1,2}/\d{4} \S+ [AP]M [^:]{1,60}:\s*")


@register.filter
def said(comment: str) -> str:
    """What a comment of HPMS says, without its stamp of day, time and author."""
    return _STAMP.sub("", comment)


@register.simple_tag
def requests_of(complaint: Complaint, user: Any) -> list[PlanRequest]:
    """A complaint's Plan Requests as this person may see them, newest first, dropped drafts left out."""
    found = of_complaint(complaint, user).exclude(status=Status.CANCELLED, dropped_because="")
    return [asked.shown_with(complaint) for asked in found]


@register.simple_tag
def left_as_draft(asked: PlanRequest, parameters: Parameters) -> int:
    """For how many days it was left as a draft; 0 while that is not long, and once it is none."""
    return asked.draft_days(parameters.draft_reminder_days)


@register.simple_tag
def only_in_hpms(complaint: Complaint, requests: list[PlanRequest]) -> list[tuple[str, str]]:
    """What HPMS's indicators show where no request is on record here: its name and status."""
    unasked = (Status.DRAFT, Status.CANCELLED)
    known = {asked.request_type for asked in requests if asked.status not in unasked}
    return [
        (RequestType(kind).label, getattr(complaint, f"get_{column}_display")())
        for kind, column in INDICATORS.items()
        if getattr(complaint, column) and kind not in known
    ]


@register.simple_tag
def guidance_of(letter: str) -> list[Step]:
    """The scenario's lines of advice, which no rule enforces."""
    return [step for step in STEPS if step.scenario == letter and step.kind is Kind.GUIDANCE]


class ContactLine(NamedTuple):
    role: str
    name: str
    email: str
    phone: str


@register.simple_tag
def contact_lines(contacts: CmsContacts | None) -> list[ContactLine]:
    """Account Manager, lead caseworker and Regional Office; nothing where nobody entered any."""
    if not contacts:
        return []
    return [
        ContactLine(
            "Account Manager",
            contacts.account_manager,
            contacts.account_manager_email,
            contacts.account_manager_phone,
        ),
        ContactLine(
            "Lead caseworker",
            contacts.lead_caseworker,
            contacts.lead_caseworker_email,
            contacts.lead_caseworker_phone,
        ),
        ContactLine(
            "Regional Office", contacts.regional_office, contacts.regional_office_email, ""
        ),
    ]
