"""Forms of the API keys. What is secret is typed in and never shown again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from complaints.statements.forms import SELECT, TEXT, day
from ctm_casework.accounts.access import Role
from ctm_casework.accounts.models import Contract, User
from hpms_sync.models import ApiKey


def _text(label: str, help_text: str = "", remedy: str = "") -> forms.CharField:
    """`remedy`: what is said when it is left blank; without one it may be."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(remedy),
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"required": remedy},
    )


def _secret(label: str, help_text: str) -> forms.CharField:
    widget = forms.PasswordInput({**TEXT, "autocomplete": "new-password"}, render_value=False)
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


def _people(label: str, empty: str, help_text: str = "") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        User.objects.none(),
        label=label,
        help_text=help_text,
        required=False,
        empty_label=empty,
        error_messages={"required": "Choose somebody."},
        widget=forms.Select(attrs=SELECT),
    )


class KeyForm(forms.Form):
    """Refusals of the services stand at their fields."""

    def refuse(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


class _Contracts(forms.Form):
    contracts = forms.ModelMultipleChoiceField(
        Contract.objects.none(),
        label="Contracts",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "A key serves at least one contract: tick it."},
    )

    def offer(self, contracts: Any) -> None:
        field = self.fields["contracts"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = contracts


class _Details(forms.Form):
    technical_name = _text("Technical point of contact")
    technical_email = forms.EmailField(
        label="E-mail", required=False, widget=forms.EmailInput(attrs=TEXT)
    )
    technical_phone = _text("Phone")
    technical_has_access = forms.BooleanField(
        label="Has HPMS access, these contracts and the CTM module",
        help_text="CMS asks it of the technical point of contact.",
        required=False,
    )
    rotation_expected_on = day("Rotation expected on")


class AddForm(KeyForm, _Details, _Contracts):
    """A new key. Who answers for it may enter its pair at once; an administrator names who will."""

    name = _text("Name", "What people here call it.", "Name the key.")
    environment = forms.ChoiceField(
        choices=ApiKey.Environment.choices, widget=forms.Select(attrs=SELECT)
    )
    base_url = _text("Address of HPMS", "Blank: the environment's own.")
    responsible_party = _people(
        "Responsible party",
        "Choose",
        "For good: a key may not be transferred. This person enters its id and secret.",
    )
    key_id = _text("Key id", "As HPMS issued it.")
    secret = _secret("Secret", "Sealed at once and never shown again.")
    token_source_url = _text(
        "Token source", "Instead of the secret: the address of a service that gives tokens."
    )
    source_credential = _secret("Credential for the token source", "If the source wants one.")
    field_order = (
        "name",
        "environment",
        "base_url",
        "responsible_party",
        "key_id",
        "secret",
        "token_source_url",
        "source_credential",
        "technical_name",
        "technical_email",
        "technical_phone",
        "technical_has_access",
        "rotation_expected_on",
        "contracts",
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(user.contracts.all())
        if user.role == Role.RESPONSIBLE_PARTY:
            del self.fields["responsible_party"]
            return
        for field in ("key_id", "secret", "token_source_url", "source_credential"):
            del self.fields[field]
        _offer_responsible(self, user)
        self.fields["responsible_party"].required = True


class DetailsForm(KeyForm, _Details):
    """What may change of a key. The responsible party is asked for only while nobody is named."""

    responsible_party = _people(
        "Responsible party", "Nobody yet", "For good: a key may not be transferred."
    )
    token_source_url = _text("Token source")
    source_credential = _secret("Credential for the token source", "Blank: as it is.")

    def __init__(self, user: User, key: ApiKey, data: Any = None) -> None:
        names = (name for name in self.base_fields if hasattr(key, name))
        super().__init__(data, initial={name: getattr(key, name) for name in names})
        if key.responsible_party_id:
            del self.fields["responsible_party"]
        else:
            _offer_responsible(self, user)
        if not key.token_source_url or user.role != Role.RESPONSIBLE_PARTY:
            del self.fields["token_source_url"], self.fields["source_credential"]


class PairForm(KeyForm):
    key_id = _text("New key id", "As HPMS issued it.", "Enter the id HPMS issued.")
    secret = _secret("New secret", "Sealed at once and never shown again.")
    rotation_expected_on = day("Next rotation expected on")

    def __init__(self, key: ApiKey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if key.token_source_url:
            del self.fields["secret"]


class ContractsForm(KeyForm, _Contracts):
    def __init__(self, user: User, key: ApiKey, data: Any = None) -> None:
        super().__init__(data, initial={"contracts": key.contracts.all()})
        offered = Contract.objects.filter(contract_access__user=user) | key.contracts.all()
        self.offer(Contract.objects.filter(pk__in=offered.values("pk")))


class EndForm(KeyForm):
    why = forms.ChoiceField(
        label="Why",
        choices=[
            ("DEACTIVATED", "It is no longer needed, or a new key has taken its place"),
            ("COMPROMISED", "It is compromised: its secret may be known to others"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say why."},
    )

    def __init__(self, key: ApiKey, data: Any = None) -> None:
        super().__init__(data)
        why = self.fields["why"]
        assert isinstance(why, forms.ChoiceField)
        if key.ended:  # all that can still be said of it
            why.choices = [("COMPROMISED", "It turned out to be compromised")]


class DesignateForm(KeyForm):
    person = _people("A person", "Choose", "Somebody with access to all contracts of the key.")
    service = _text("Or a service, by name", "It gets a credential of its own, shown once.")

    def __init__(self, key: ApiKey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(contracts__in=key.contracts.all(), is_active=True)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = people.distinct().order_by("last_name", "first_name")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("person")) == bool(given.get("service")) and not self.errors:
            raise ValidationError("Choose a person, or name a service.")
        return given


def _offer_responsible(form: forms.Form, user: User) -> None:
    """Oneself, for a responsible party; for an administrator those who share a contract."""
    people = User.objects.filter(role=Role.RESPONSIBLE_PARTY, is_active=True)
    if user.role == Role.RESPONSIBLE_PARTY:
        people = people.filter(pk=user.pk)
    else:
        people = people.filter(contracts__in=user.contracts.all()).distinct()
    field = form.fields["responsible_party"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = people.order_by("last_name", "first_name")
