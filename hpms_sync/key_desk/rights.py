"""Who may do what with one key, beyond what the role says."""

from django.db.models import Q, QuerySet

from ctm_casework.accounts.access import Action, may
from ctm_casework.accounts.models import User
from hpms_sync.models import ApiKey
from hpms_sync.selectors import keys_of


def keys_visible(user: User) -> QuerySet[ApiKey]:
    """Keys of this person's contracts, and those they answer for."""
    of_contracts = keys_of(user).values("pk")
    found = ApiKey.objects.filter(Q(pk__in=of_contracts) | Q(responsible_party=user))
    return found.select_related("responsible_party").prefetch_related("contracts", "credentials")


def holds(user: User, key: ApiKey) -> bool:
    """Whether this person answers for the key. While nobody is named, every responsible party does who has
    all its contracts."""
    if not may(user, Action.KEY_HOLD):
        return False
    if key.responsible_party_id:
        return key.responsible_party_id == user.pk
    return not key.contracts.exclude(contract_access__user=user).exists()


def manages(user: User, key: ApiKey) -> bool:
    """Whether this person may end the key or try it again: who answers for it, and administrators of one
    of its contracts."""
    administers = may(user, Action.KEY_MANAGE) and not may(user, Action.KEY_HOLD)
    return administers or holds(user, key)
