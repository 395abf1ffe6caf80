"""What the API takes in. Serializers read shapes and codes; what is missing is the SOP's to say."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from complaints.models import Acknowledgement, RuleAcknowledgement
from complaints.models.choices import (
    HpiRelated,
    Method,
    Outcome,
    Party,
    Purpose,
    ResolutionNotification,
    Satisfied,
    SystemUpdateAction,
    YesNo,
)

Values = dict[str, Any]


class Text(serializers.CharField):
    """Text kept as typed; null is the same as blank."""

    default_error_messages = {"invalid": "Send text in quotation marks."}

    def __init__(self, **options: Any) -> None:
        usual = {"required": False, "allow_blank": True, "allow_null": True}
        super().__init__(**{**usual, "trim_whitespace": False, **options})

    def run_validation(self, data: Any = serializers.empty) -> str:
        return super().run_validation(data) or ""


class Code(serializers.ChoiceField):
    """One of the choices. `blank` is what the model keeps for none; without it one is wanted."""

    def __init__(self, choices: Any, blank: str | None = "", **options: Any) -> None:
        """`choices`: an enumeration of the field's codes, or pairs of code and label."""
        self.blank = blank
        pairs = getattr(choices, "choices", choices)
        remedy = f"Use one of {', '.join(code for code, _ in pairs)}."
        messages = {"invalid_choice": remedy, "null": remedy, "blank": remedy}
        usual = {"required": False, "allow_blank": True, "allow_null": True}
        super().__init__(pairs, **{**usual, "error_messages": messages, **options})

    def run_validation(self, data: Any = serializers.empty) -> str | None:
        return super().run_validation(data) or self.blank


class Flag(serializers.BooleanField):
    default_error_messages = {"invalid": "Send true or false.", "null": "Send true or false."}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class Answer(serializers.BooleanField):
    """Yes, no, or not known yet."""

    default_error_messages = {"invalid": "Send true, false or null."}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_null=True, **options)


class Date(serializers.DateField):
    """A day; blank is none."""

    default_error_messages = {"invalid": "Write the day as YYYY-MM-DD."}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_null=True, **options)

    def run_validation(self, data: Any = serializers.empty) -> date | None:
        return super().run_validation(data if data != "" else None)


class Moment(serializers.DateTimeField):
    """Date and time. Without an offset it is read on the contract's clock (context `zone`); a day
    alone is no moment, which the SOP will say."""

    default_error_messages = {
        "overflow": "Enter the time of the contact: this one is out of any range.",
        "invalid": "Write date and time as 2026-11-21T14:05 or, with an offset, …T14:05-05:00.",
        "make_aware": "Clocks went forward over this time: give the offset, such as …T02:30-04:00.",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_null=True, **options)

    def run_validation(self, data: Any = serializers.empty) -> datetime | None:
        if isinstance(data, str) and (not data.strip() or _is_day(data.strip())):
            return None
        return super().run_validation(data)

    def enforce_timezone(self, value: datetime) -> datetime:
        moment = super().enforce_timezone(value)
        if value.tzinfo is None and _on_the_clock(moment) != value:
            self.fail("make_aware")
        return moment

    def default_timezone(self) -> ZoneInfo:
        return ZoneInfo(self.context["zone"])


@extend_schema_field({"type": "string", "format": "date", "nullable": True})
class Day(serializers.CharField):
    """A day as YYYY-MM-DD or MM/DD/YYYY. Other text is kept as it came: the SOP has rules for it."""

    default_error_messages = {"invalid": "Write the day in quotation marks, as YYYY-MM-DD."}

    def run_validation(self, data: Any = serializers.empty) -> date | str | None:
        text = super().run_validation(data)
        for form in ("%Y-%m-%d", "%m/%d/%Y"):
            try:
                return datetime.strptime(text or "", form).date()  # noqa: DTZ007 - a day, no moment
            except ValueError:
                continue
        return text or None


class Entry(serializers.Serializer[Any]):
    """Refuses fields it does not know: a misspelled one would be lost without a word."""

    def to_internal_value(self, data: Any) -> Values:
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        wrong: dict[str, Any] = {
            name: [f"There is no such field. Use {', '.join(self.fields)}."]
            for name in sorted(unknown)
        }
        try:
            values: Values = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**wrong, **error.detail}) from None  # type: ignore[dict-item]
        if wrong:
            raise ValidationError(wrong)
        return values


class AcknowledgementEntry(Entry):
    rule = serializers.CharField(help_text="The id of the WARNING, such as Q.1.a.count.")
    reason = Text(required=True, help_text="Why you go on, in 10 characters or more.")


class RecordEntry(Entry):
    """What is entered into a complaint, with the warnings acknowledged."""

    acknowledgements = AcknowledgementEntry(many=True, required=False)


class HpmsTextEntry(RecordEntry):
    """What a note and a resolution share."""

    comments = Text()
    agent_broker_complaint = Code(YesNo, blank=None)
    agent_broker_first_name = Text()
    agent_broker_last_name = Text()
    agent_broker_npn = Text(help_text="National Producer Number, digits.")
    agent_broker_fmo = Text(help_text="Field Marketing Organization.")
    agent_broker_notes = Text()


class NoteEntry(HpmsTextEntry):
    text = Text(help_text="As typed. HPMS gets it as plain ASCII on one line.")
    internal = Flag(help_text="Stays with the plan, is not sent to HPMS.")
    include_in_summary = Flag(help_text="Offered for the Resolution Summary.")


class ContactEntry(RecordEntry):
    attempted_at = Moment(help_text="Without an offset: on the clock of the complaint's contract.")
    method = Code(Method)
    outcome = Code(Outcome)
    party = Code(Party, allow_blank=False, allow_null=False, help_text="Default BENEFICIARY.")
    purpose = Code(Purpose, allow_blank=False, allow_null=False, help_text="Default FACT_FINDING.")
    remark = Text()
    letter_sent_on = Date(help_text="When a letter went out, where that is another day.")
    disclosed = Flag(help_text="Facts of the case were told.")
    authorized = Answer(help_text="Whether the person may be told them (HI.rep).")
    recorded_as_violation = Flag(
        help_text="A supervisor writes down what must not happen (I.note.2)."
    )


class ResolutionEntry(HpmsTextEntry):
    resolution_date = Day(required=False, allow_null=True, allow_blank=True)
    note = Text(help_text="Becomes the Resolution Summary in HPMS.")
    contact_made = Code(Party)
    system_update_action = Code(SystemUpdateAction)
    complainant_satisfied = Code(Satisfied, blank=None)
    hpi_related = Code(HpiRelated, blank=None)
    resolution_notification = Code(ResolutionNotification, blank=None)


def read(
    entry: type[RecordEntry], data: Any, zone: str, user: Any = None
) -> tuple[Values, list[Acknowledgement], Any]:
    """Values, acknowledgements, and what is wrong with the rest by field. What is wrong is left out
    of the values, so that the SOP can speak about what is right at the same time; a code nobody
    knows stays in, because the SOP may have a rule for that too."""
    context = {"zone": zone, "user": user}
    given = entry(data=data, context=context)
    wrong: dict[str, Any] = {} if given.is_valid() else dict(given.errors)
    if not isinstance(data, Mapping):
        raise ValidationError(wrong)
    sound = {name: value for name, value in data.items() if name not in wrong}
    taken = entry(data=sound, context=context)
    taken.is_valid(raise_exception=True)
    unknown = {
        name: data[name]
        for name in wrong
        if isinstance(given.fields.get(name), Code) and isinstance(data[name], str)
    }
    values: Values = {**unknown, **taken.validated_data}
    acknowledged = [Acknowledgement(**one) for one in values.pop("acknowledgements", [])]
    return values, acknowledged, {**_too_short(acknowledged), **wrong}


def _too_short(acknowledged: list[Acknowledgement]) -> dict[str, list[str]]:
    least = RuleAcknowledgement.REASON_MIN
    return {
        f"acknowledgements.{place}.reason": [
            f"Give the reason for going past {one.rule} in {least} characters or more."
        ]
        for place, one in enumerate(acknowledged)
        if len(one.reason.strip()) < least
    }


def _on_the_clock(moment: datetime) -> datetime:
    """What the clocks of its zone showed: not what was typed, where they went forward over it."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
