"""Keys by which complaints of one person find each other (SOP M): computed by the database, "" for blank.

All functions used are immutable in PostgreSQL, as a stored generated column demands."""

from typing import Any

from django.db.models import Case, F, Func, Q, TextField, Value, When
from django.db.models.functions import Concat, Lower, Right, Upper

PHONE_DIGITS = 10


def bene_key() -> Upper:
    """The Medicare number's letters and digits."""
    return Upper(_without(F("bene_id"), "[^A-Za-z0-9]"))


def complainant_key() -> Case:
    """Name and the phone's last ten digits, "" unless both are there. An extension is no phone."""
    name = Concat(F("contact_first_name"), F("contact_last_name"))
    digits = _without(_without(F("contact_phone"), "(ext|x).*$"), "[^0-9]")
    both = Q(contact_last_name__regex="[^[:space:]]", contact_phone__regex="([0-9][^0-9xX]*){10}")
    key = Concat(Lower(_without(name, "[[:space:][:punct:]]")), Right(digits, PHONE_DIGITS))
    return Case(When(both, then=key), default=Value(""), output_field=TextField())


def _without(text: Any, pattern: str) -> Func:
    return Func(
        text,
        Value(pattern),
        Value(""),
        Value("gi"),
        function="REGEXP_REPLACE",
        output_field=TextField(),
    )
