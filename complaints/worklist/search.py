"""Finding complaints by id, name or phone number, open and resolved alike."""

from functools import reduce
from operator import and_

from django.db.models import CharField, F, Func, Q, QuerySet, Value

from complaints.models import Complaint

SHORTEST_NUMBER = 4


def find(complaints: QuerySet[Complaint], text: str) -> QuerySet[Complaint]:
    """Those whose id begins with the text, whose phone number holds its digits, or whose contact's
    names begin with its words."""
    text = text.strip()
    digits = "".join(filter(str.isdigit, text))
    condition = Q(complaint_id__istartswith=text) | _names(text)
    if len(digits) >= SHORTEST_NUMBER and not any(map(str.isalpha, text)):
        complaints = complaints.alias(
            phone=_digits("contact_phone"), other_phone=_digits("alt_phone")
        )
        condition |= Q(phone__contains=digits) | Q(other_phone__contains=digits)
    return complaints.filter(condition)


def _names(text: str) -> Q:
    """Each word begins a first or last name, or a later part of one (Van Houten)."""
    words = text.replace(",", " ").split()
    return reduce(and_, map(_begins_a_name, words)) if words else Q(pk__in=[])


def _begins_a_name(word: str) -> Q:
    condition = Q()
    for column in ("contact_first_name", "contact_last_name"):
        condition |= Q(**{f"{column}__istartswith": word}) | Q(
            **{f"{column}__icontains": f" {word}"}
        )
    return condition


def _digits(column: str) -> Func:
    return Func(
        F(column),
        Value(r"\D"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
