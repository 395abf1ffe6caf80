"""Finding complaints by id, name or phone number, open and resolved alike."""

import re
from functools import reduce
from operator import and_
from typing import Any
from unicodedata import normalize

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from complaints.models import Complaint

SHORTEST_NUMBER = 4
MARKS = "[\u0300-\u036f]"  # what Unicode's normal form D makes of accents
UNDIVIDED, AS_PLAIN = "ØøŁłĐđ", "OoLlDd"  # letters to Unicode, so that they survive that form


def find(complaints: QuerySet[Complaint], text: str) -> QuerySet[Complaint]:
    """Those whose id begins with the text, whose phone number holds its digits, or whose contact's
    names begin with its words, with or without accents."""
    text = text.strip()
    digits = "".join(filter(str.isdigit, text))
    complaints = complaints.alias(names=_plain_names())
    condition = Q(complaint_id__istartswith=text) | _names(text)
    if len(digits) >= SHORTEST_NUMBER and not any(map(str.isalpha, text)):
        complaints = complaints.alias(
            phone=_replaced(F("contact_phone"), r"\D"), other_phone=_replaced(F("alt_phone"), r"\D")
        )
        condition |= Q(phone__contains=digits) | Q(other_phone__contains=digits)
    return complaints.filter(condition)


def _names(text: str) -> Q:
    """Each word begins a first or last name, or a later part of one (Van Houten), accents aside."""
    words = _plain(text.replace(",", " ")).split()
    begins = [Q(names__icontains=f" {word}") for word in words]
    return reduce(and_, begins) if begins else Q(pk__in=[])


def _plain(text: str) -> str:
    """Without accents: Müller as Muller, Nuñez as Nunez."""
    bare = re.sub(MARKS, "", normalize("NFD", text))
    return bare.translate(str.maketrans(UNDIVIDED, AS_PLAIN))


def _plain_names() -> Func:
    """The database's `_plain`, of " first last"."""
    columns = "contact_first_name", Value(" "), "contact_last_name"
    names = Concat(Value(" "), *columns, output_field=TextField())
    divided = Func(names, template="normalize(%(expressions)s, NFD)", output_field=TextField())
    letters = Value(UNDIVIDED), Value(AS_PLAIN)
    return Func(_replaced(divided, MARKS), *letters, function="translate", output_field=TextField())


def _replaced(text: Any, pattern: str) -> Func:
    return Func(
        text,
        Value(pattern),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
