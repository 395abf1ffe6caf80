from collections import Counter
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Count

from complaints.models import CaseworkUpload
from complaints.models.outbox import UNSETTLED
from ctm_casework.accounts.command import CtmCommand
from hpms_sync.errors import HpmsError
from hpms_sync.keys.registry import keys_named
from hpms_sync.upload.send import uploads_send


class Command(CtmCommand):
    help = "Drains the queue: sends waiting casework to HPMS and writes down its answers."

    def act(self, **options: Any) -> dict[str, Any]:
        sent: Counter[str] = Counter()
        troubles = []
        for key in keys_named(None):
            try:
                sent += uploads_send(key)
            except HpmsError as error:
                troubles.append(f"{key.name}: {error}")
        if troubles:
            raise CommandError("\n".join([*troubles, "What was not sent is still in the queue."]))
        unsettled = CaseworkUpload.objects.filter(state__in=UNSETTLED)
        waiting = unsettled.order_by().values_list("state").annotate(Count("pk"))
        return {"sent": dict(sent), "unsettled": dict(waiting)}

    def words(self, told: dict[str, Any]) -> str:
        sent = ", ".join(f"{count} {state}" for state, count in told["sent"].items()) or "nothing"
        waits = (
            ", ".join(f"{count} {state}" for state, count in told["unsettled"].items()) or "nothing"
        )
        return f"Sent: {sent}. Unsettled: {waits}."
