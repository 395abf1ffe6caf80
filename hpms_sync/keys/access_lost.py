"""Looks at a person's keys as soon as their role, their standing or their contracts change here.

Listens to Django's signals, because people and contract access belong to an app that knows no keys.
What no signal tells (a bulk update) the daily look finds."""

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from ctm_casework.accounts.models import ContractAccess, User
from hpms_sync.keys.watch import key_watch

AT_SIGN_IN = {"last_login"}


@receiver(post_save, sender=User)
def _person_changed(instance: User, update_fields: Any = None, **_: Any) -> None:
    if update_fields is None or not set(update_fields) <= AT_SIGN_IN:
        _look(instance.pk)


@receiver([post_save, post_delete], sender=ContractAccess)
def _access_changed(instance: ContractAccess, **_: Any) -> None:
    _look(instance.user_id)


@receiver(m2m_changed, sender=User.contracts.through)
def _contracts_changed(instance: Any, action: str, pk_set: Any = None, **_: Any) -> None:
    """From the person's side, or from the contract's with the people in `pk_set`."""
    if not action.startswith("post_"):
        return
    for person in [instance.pk] if isinstance(instance, User) else pk_set or []:
        _look(person)


def _look(person: int) -> None:
    keys = User(pk=person).keys_answered_for.select_related("responsible_party")

    def look() -> None:
        for key in keys.all():
            key_watch(key)

    transaction.on_commit(look)
