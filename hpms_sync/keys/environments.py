"""A contract's casework goes to one HPMS: sandbox or production, never both."""

from collections.abc import Iterable
from itertools import chain

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from ctm_casework.accounts.models import Contract
from hpms_sync.models import ApiKey, DownloadRun, UploadExport

State = DownloadRun.State
# A run that has not come as far has changed nothing here.
_APPLYING = Q(state__in=[State.RUNNING, State.COMPLETE]) | Q(progress__what="Applying")


def live_keys() -> QuerySet[ApiKey]:
    """Keys that are not deactivated: in use, or stopped until somebody has looked."""
    return ApiKey.objects.filter(status__in=[ApiKey.Status.ACTIVE, ApiKey.Status.STOPPED])


def environments_of(contracts: Iterable[str]) -> dict[str, str]:
    """By contract, the environment of its living keys, or, where none lives, of its last one. A contract
    that never had a key is left out."""
    keys = ApiKey.contracts.through.objects.filter(contract__in=list(contracts))
    known = keys.order_by("apikey").values_list("contract", "apikey__environment")
    living = known.filter(apikey__in=live_keys().values("pk"))
    return dict(known) | dict(living)


def refuse_mixing(key: ApiKey, contracts: Iterable[Contract]) -> None:
    """Raises ValidationError when one of the contracts that are new to the key is served by a key of the
    other environment, or was: its complaints and casework are here and would go to the wrong HPMS."""
    fresh = Contract.objects.filter(pk__in=[one.pk for one in contracts]).exclude(api_keys=key)
    ids = list(fresh.order_by("pk").select_for_update().values_list("pk", flat=True))
    other = live_keys().filter(contracts__in=ids).exclude(environment=key.environment).first()
    if other:
        raise ValidationError(
            {
                "contracts": f"The {other.environment} key {other} already serves one of these contracts."
            }
        )
    if before := _of_the_other(key.environment, ids):
        raise ValidationError(
            {
                "contracts": f"Casework of {', '.join(before)} here is of the other environment than "
                f"{key.environment}, and would be sent to the wrong HPMS. Set up {key.environment} with a "
                "database of its own."
            }
        )


def _of_the_other(environment: str, contracts: list[str]) -> list[str]:
    """The contracts for which the other environment was downloaded, or an upload file made."""
    runs = DownloadRun.objects.filter(_APPLYING, contracts__overlap=contracts)
    exports = UploadExport.objects.filter(contracts__overlap=contracts)
    asked = runs.exclude(key=None).exclude(key__environment=environment)
    made = exports.exclude(environment=environment)
    lists = [*asked.values_list("contracts", flat=True), *made.values_list("contracts", flat=True)]
    return sorted(set(contracts).intersection(chain.from_iterable(lists)))
