"""The casework upload as a file: what HPMS's upload page takes.

Source: CMS memo of September 22, 2025, Appendix B; rules UP.file.*."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from complaints.casework_payload import Payload
from hpms_sync.layouts import UPLOAD_FIELDS

EXTENSION = ".TXT"
LINE_END = "\r\n"
# Space to tilde: no tab, no line break, nothing beyond ASCII.
_PLAIN = re.compile(r"[\x20-\x7e]*")


def upload_file(payloads: Sequence[Payload]) -> bytes:
    """One line of 13 fields for each payload, blank ones kept, no header; the same payloads always give
    the same bytes. Raises ValidationError, with the rule, for what a file cannot carry."""
    _once_each(payloads)
    lines = ["\t".join(_fields(payload)) + LINE_END for payload in payloads]
    return "".join(lines).encode("ascii")


def file_name_fits(name: str) -> str:
    """Raises ValidationError (UP.file.ext) for another extension than HPMS takes."""
    if not name.endswith(EXTENSION):
        raise ValidationError(
            f"HPMS takes files that end in {EXTENSION}, in capitals. Name it so. (UP.file.ext)",
            code="UP.file.ext",
        )
    return name


def _once_each(payloads: Iterable[Payload]) -> None:
    counts = Counter(payload["complaintId"] for payload in payloads)
    if twice := sorted(str(one) for one, count in counts.items() if count > 1):
        raise _refused(
            "UP.file.unique",
            f"{', '.join(twice)} would stand in the file twice. Send one row at a time.",
        )


def _fields(payload: Payload) -> list[str]:
    values = [payload[field.key] or "" for field in UPLOAD_FIELDS]
    about = payload["complaintId"]
    for field, value in zip(UPLOAD_FIELDS, values, strict=True):
        if len(value) > field.length:
            raise _refused(
                f"UP.{field.key}",
                f"{about}: {field.name} has {len(value):,} characters; {field.length:,} fit. Shorten it.",
            )
        if not _PLAIN.fullmatch(value):
            rule = "UP.file.delimiter" if re.search(r"[\t\r\n]", value) else "UP.file.format"
            raise _refused(
                rule,
                f"{about}: {field.name} holds what is no plain ASCII. Mend the note and resend it.",
            )
    return values


def _refused(rule: str, reason: str) -> ValidationError:
    return ValidationError(f"{reason} ({rule})", code=rule)
