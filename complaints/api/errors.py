"""One body for every refusal: {"errors": [{"rule", "severity", "field", "message", "citation"}]}.

`rule` is the SOP rule's id, or says what kind of refusal it is where no SOP rule speaks: `input` (a
value, a field or an address), `access` (who asks), `limit` (asked too often). `field` is blank when
no single field is meant. Messages say the remedy and never repeat what was sent: it may be PHI."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypedDict

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from complaints import sop
from complaints.models import Refused

SHAPE = "non_field_errors"
_REMEDIES: dict[type[Exception], str] = {
    exceptions.NotAuthenticated: "Sign in, or send the header “Authorization: Token …”.",
    exceptions.ParseError: "Send one JSON object: the body cannot be read as JSON.",
    exceptions.UnsupportedMediaType: "Send JSON, with the header “Content-Type: application/json”.",
    exceptions.NotAcceptable: "Ask for application/json: no other format is given.",
}


class Entry(TypedDict):
    rule: str
    severity: str
    field: str
    message: str
    citation: str


Errors = dict[str, list[Entry]]


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """REST_FRAMEWORK's EXCEPTION_HANDLER. None for what is no refusal but a fault of ours."""
    if isinstance(exc, Refused):
        return Response(refusal(exc), status.HTTP_400_BAD_REQUEST)
    if isinstance(exc, DjangoValidationError):
        return Response({"errors": list(_of_django(exc))}, status.HTTP_400_BAD_REQUEST)
    response = drf_handler(exc, context)
    if response is not None:
        response.data = {"errors": list(_of_rest(exc, response.status_code, response.data))}
    return response


def refusal(refused: Refused) -> Errors:
    """Findings first; a wrong value of a field that a rule speaks about already is not told twice."""
    told = {finding.field for finding in refused.findings}
    wrong = {field: said for field, said in refused.form_errors.items() if field not in told}
    return {"errors": [*findings(refused.findings), *_inputs(wrong)]}


def findings(found: Iterable[sop.Finding]) -> list[Entry]:
    return [
        Entry(
            rule=finding.rule,
            severity=finding.severity.value,
            field=finding.field,
            message=finding.message,
            citation=finding.citation,
        )
        for finding in found
    ]


def messages_by_field(detail: Any, field: str = "") -> dict[str, list[str]]:
    """A serializer's errors, nested as they may be, by dotted field: `acknowledgements.1.reason`."""
    if isinstance(detail, str):
        return {field: [str(detail)]}
    pairs = detail.items() if isinstance(detail, Mapping) else enumerate(detail)
    nested = isinstance(detail, Mapping) or any(not isinstance(one, str) for one in detail)
    flat: dict[str, list[str]] = {}
    for key, value in pairs:
        inner = [part for part in (field, str(key) if nested else "") if part and part != SHAPE]
        for name, messages in messages_by_field(value, ".".join(inner)).items():
            flat.setdefault(name, []).extend(messages)
    return flat


def _of_rest(exc: Exception, code: int, data: Any) -> Iterator[Entry]:
    if isinstance(exc, exceptions.ValidationError):
        yield from _inputs(messages_by_field(exc.detail))
        return
    rule = {401: "access", 403: "access", 429: "limit"}.get(code, "input")
    detail = data.get("detail", "") if isinstance(data, Mapping) else ""
    yield _entry(rule, "", _REMEDIES.get(type(exc), str(detail)))


def _of_django(exc: DjangoValidationError) -> Iterator[Entry]:
    yield from _inputs(exc.message_dict if hasattr(exc, "error_dict") else {"": list(exc.messages)})


def _inputs(messages: Mapping[str, Iterable[str]]) -> Iterator[Entry]:
    for field, said in messages.items():
        for message in said:
            yield _entry("input", field, message)


def _entry(rule: str, field: str, message: str) -> Entry:
    return Entry(
        rule=rule,
        severity=sop.Severity.ERROR.value,
        field=field,
        message=message,
        citation="",
    )
