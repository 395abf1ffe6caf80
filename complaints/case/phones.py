"""Telephone numbers out of HPMS's free text."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher


@dataclass(frozen=True)
class Phone:
    """`words` for the eye; `link` for a tel: link, blank where the text holds no number."""

    words: str
    link: str


def phones(text: str) -> list[Phone]:
    """Every number in the text; a text without one is shown as it came."""
    found = [match.number for match in PhoneNumberMatcher(text, "US", leniency=Leniency.POSSIBLE)]
    if not found:
        return [Phone(text.strip(), "")] if text.strip() else []
    return [
        Phone(
            phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL),
            phonenumbers.format_number(number, PhoneNumberFormat.RFC3966),
        )
        for number in found
    ]
