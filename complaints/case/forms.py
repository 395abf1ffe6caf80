"""What the complaint page takes in. The SOP judges; these only read what was typed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from complaints.models.choices import Method, Outcome, Party, Purpose, YesNo
from complaints.services.uploads import AGENT_BROKER


class TypedText(forms.CharField):
    """Text kept as typed; line ends count as one character, though browsers send two."""

    def __init__(self, rows: int = 3, **options: Any) -> None:
        widget = forms.Textarea(attrs={"class": "usa-textarea", "rows": rows})
        super().__init__(**{"required": False, "strip": False, "widget": widget, **options})

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def line(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"class": "usa-input", "autocomplete": "off"}),
    )


def select(label: str, choices: list[tuple[str, str]], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.Select(attrs={"class": "usa-select"}),
        **options,
    )


class AgentBrokerForm(forms.Form):
    """Comments to CMS and the agent/broker group, which travel with notes and resolutions alike."""

    comments = TypedText(label="Comments to CMS", rows=2)
    agent_broker_complaint = forms.ChoiceField(
        label="Agent or broker complaint",
        choices=[("", "Leave blank"), *YesNo.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    agent_broker_first_name = line("First name")
    agent_broker_last_name = line("Last name")
    agent_broker_npn = line("National Producer Number")
    agent_broker_fmo = line("Field Marketing Organization")
    agent_broker_notes = TypedText(label="Agent or broker notes", rows=2)

    def clean_agent_broker_complaint(self) -> str | None:
        return self.cleaned_data["agent_broker_complaint"] or None

    @property
    def agent_broker_details(self) -> list[Any]:
        return [self[name] for name in AGENT_BROKER[1:]]

    @property
    def beside_the_note(self) -> bool:
        """Whether anything but the note was typed."""
        return any(self[name].value() for name in ("comments", *AGENT_BROKER))


class NoteForm(AgentBrokerForm):
    text = TypedText(label="Casework note", rows=4)
    internal = forms.BooleanField(label="Internal only, not sent to HPMS", required=False)
    include_in_summary = forms.BooleanField(
        label="Offer for the Resolution Summary", required=False
    )


class ContactForm(forms.Form):
    """One contact. Day and time are on the contract's clock. What must not happen is for a supervisor to
    write down (I.note.2)."""

    RARE = ("letter_sent_on", "authorized", "disclosed", "recorded_as_violation")

    day = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(attrs={"class": "usa-input", "type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label="Time",
        required=False,
        widget=forms.TimeInput(attrs={"class": "usa-input", "type": "time"}, format="%H:%M"),
    )
    party = select("With", Party.choices)
    method = select("How", [("", "Choose"), *Method.choices])
    outcome = select("Outcome", [("", "Choose"), *Outcome.choices])
    purpose = select("Purpose", Purpose.choices)
    remark = TypedText(label="Remark", rows=2)
    letter_sent_on = forms.DateField(
        label="Letter sent on",
        required=False,
        widget=forms.DateInput(attrs={"class": "usa-input", "type": "date"}, format="%Y-%m-%d"),
    )
    disclosed = forms.BooleanField(label="Facts of the case were told", required=False)
    authorized = forms.TypedChoiceField(
        label="May this person be told them?",
        choices=[("", "Not asked"), ("yes", "Yes, authorized"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "usa-select"}),
    )
    recorded_as_violation = forms.BooleanField(
        label="Record it though it must not happen", required=False
    )

    def __init__(self, *args: Any, supervisor: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not supervisor:
            del self.fields["recorded_as_violation"]

    @property
    def usual(self) -> list[Any]:
        return [field for field in self if field.name not in self.RARE]

    @property
    def rare(self) -> list[Any]:
        """What few contacts need."""
        return [self[name] for name in self.RARE if name in self.fields]

    def values(self, zone: str) -> dict[str, Any]:
        """What ContactAttempt takes. A day without a time, or none that can be read, is no moment."""
        self.is_valid()
        values = {
            name: self.cleaned_data.get(name, "")
            for name in ("party", "method", "outcome", "purpose", "remark")
        }
        values |= {name: self.cleaned_data.get(name) for name in ("letter_sent_on", "authorized")}
        values |= {
            name: bool(self.cleaned_data.get(name))
            for name in ("disclosed", "recorded_as_violation")
        }
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        moment = datetime.combine(day, time, ZoneInfo(zone)) if day and time else None
        return {"attempted_at": moment, **values}
