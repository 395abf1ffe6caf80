"""Writes to the ground: contracts and people."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from ctm_casework.accounts.models import Contract, ParentOrganization, User


def contracts_known(contract_ids: Iterable[str]) -> list[Contract]:
    """The contracts by id, created (plan type not set) where they are not known yet.

    Raises ValidationError for what is no contract id; nothing is created then."""
    wanted = [Contract(contract_id=contract_id) for contract_id in dict.fromkeys(contract_ids)]
    for contract in wanted:
        contract.clean_fields()
    Contract.objects.bulk_create(wanted, ignore_conflicts=True)
    return list(Contract.objects.filter(pk__in=[contract.pk for contract in wanted]))


@transaction.atomic
def contract_set(contract_id: str, *, parent: str | None = None, **values: str) -> Contract:
    """Creates the contract or changes the values given (name, plan_type, time_zone)."""
    contract = Contract.objects.filter(pk=contract_id).first() or Contract(contract_id=contract_id)
    for field, value in values.items():
        setattr(contract, field, value)
    if parent is not None:
        contract.parent = (
            ParentOrganization.objects.get_or_create(name=parent)[0] if parent else None
        )
    contract.full_clean(validate_unique=False)
    contract.save()
    return contract


@transaction.atomic
def user_add(
    username: str, *, role: str, contract_ids: Iterable[str], password: str, **names: Any
) -> User:
    """Adds a person with a role and contracts; ValidationError for a weak password or a taken name."""
    user = User(username=username, role=role, **names)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    user.contracts.set(contracts_known(contract_ids))
    return user


def user_email(username: str, address: str) -> User:
    """Sets a person's e-mail address, "" for none. Raises ValidationError for nobody and for no address."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise ValidationError(f"Nobody here is called {username}. Add them with user_add.")
    user.email = address
    user.clean_fields(exclude=["password"])
    user.save(update_fields=["email"])
    return user
