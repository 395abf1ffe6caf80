"""Works the outbox off: claim, send, and write down what HPMS said."""

import logging
import random
from collections import Counter, defaultdict
from collections.abc import Callable

from django.conf import settings

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from hpms_sync.client import HpmsClient, LineResult
from hpms_sync.errors import HpmsError, HpmsForbidden, HpmsRefused, HpmsRefusedThroughout
from hpms_sync.keys.registry import credentials_of, key_trouble
from hpms_sync.models import ApiKey
from hpms_sync.upload.baseline import attempts_leave, attempts_undo
from hpms_sync.upload.claim import attempt_renew, leases_expire, uploads_claim
from hpms_sync.upload.outcome import cases_follow_together, outcomes_write
from hpms_sync.upload.watch import uploads_fail, uploads_go_on

log = logging.getLogger(__name__)
SAVED = "Casework Saved"
# Batches claimed together, to be sent one after another: claiming costs the same for one and for many.
BATCHES_CLAIMED = 20
# So many rows refused, each by itself, while none was taken, speak for the rest.
FEW = 5

Report = Callable[[Counter[str]], None]


def uploads_send(key: ApiKey, report: Report = lambda _: None) -> Counter[str]:
    """Drains the queue of one key's contracts. Returns how many rows ended in which state.

    After a batch without any clear answer the rest waits for the next time: HPMS is not well.
    Raises HpmsError when HPMS cannot be reached or refuses the key: what was claimed is queued again."""
    leases_expire()
    total: Counter[str] = Counter()
    if not _anything(key):
        uploads_go_on(key)
        return total
    try:
        with HpmsClient(credentials_of(key)) as client:
            client.token()  # without a token nothing is claimed
            limit = settings.HPMS_BATCH_SIZE * BATCHES_CLAIMED
            while rows := uploads_claim(key, limit):
                with cases_follow_together():
                    going_well = _send_claimed(client, rows, total, report)
                if not going_well:
                    break
    except HpmsError as error:
        log.warning("upload with key %s stopped: %s", key.pk, error)
        if error.about_key:
            key_trouble(key, str(error))
            uploads_fail(key, error)
        raise
    key_trouble(key, "")
    if _answered(total):
        uploads_go_on(key)
    return total


def _anything(key: ApiKey) -> bool:
    queued = CaseworkUpload.objects.filter(state=UploadState.QUEUED)
    return queued.filter(complaint__contract__api_keys=key).exists()


def _answered(total: Counter[str]) -> bool:
    """Whether HPMS has said of any row what became of it."""
    return bool(total.keys() - {UploadState.UNCERTAIN.value})


def _send_claimed(
    client: HpmsClient, rows: list[CaseworkUpload], total: Counter[str], report: Report
) -> bool:
    """Sends them batch by batch and adds to the total. False: a batch got no clear answer at all. What did
    not leave, then or because of an error, is given back."""
    waiting = rows
    try:
        while waiting:
            size = settings.HPMS_BATCH_SIZE
            batch, waiting = attempts_leave(waiting[:size]), waiting[size:]
            ended = _send_batch(client, batch) if batch else Counter()
            total += ended
            report(total)
            if set(ended) == {UploadState.UNCERTAIN.value}:
                return False
        return True
    finally:
        attempts_undo(waiting)


def _send_batch(client: HpmsClient, rows: list[CaseworkUpload]) -> Counter[str]:
    """In one call; each in a call of its own when HPMS refuses them together: one bad row must not hold
    the others."""
    try:
        return _send(client, rows)
    except (HpmsRefused, HpmsForbidden) as error:
        if len(rows) > 1:
            return _send_alone(client, rows)
        if isinstance(error, HpmsRefused):
            return _write_refused({rows[0]: error})
        _queue_again(rows, error)
        raise
    except HpmsError as error:
        _queue_again(rows, error)
        raise


def _send(client: HpmsClient, rows: list[CaseworkUpload]) -> Counter[str]:
    """One call. Raises what says that HPMS took nothing; the rows are then as they were."""
    try:
        ends = min(row.deadline for row in rows if row.deadline)
        results = client.upload([row.payload for row in rows], until=ends)
    except HpmsError as error:
        if not error.maybe_done:
            raise
        said = f"{error} The note may or may not have arrived; later downloads will tell."
        return outcomes_write(rows, lambda _: (UploadState.UNCERTAIN, said))
    said_of: dict[int, list[LineResult]] = defaultdict(list)
    for result in results:
        said_of[result.line].append(result)
    places = {row.pk: line for line, row in enumerate(rows, start=1)}
    return outcomes_write(rows, lambda row: _fate(row, said_of[places[row.pk]]))


def _send_alone(client: HpmsClient, rows: list[CaseworkUpload]) -> Counter[str]:
    """Rows that HPMS refuses or forbids while it takes others go to a person. While it takes none, it is
    the call or the key: all wait. Raises what HPMS has against it."""
    left = random.sample(rows, len(rows)) if len(rows) > FEW else list(rows)
    total: Counter[str] = Counter()
    refused: dict[CaseworkUpload, HpmsError] = {}
    while left and (_answered(total) or len(refused) < FEW):
        row = left.pop(0)
        try:
            if attempt_renew(row):
                total += _send(client, [row])
        except (HpmsRefused, HpmsForbidden) as error:
            refused[row] = error
        except HpmsError as error:
            _queue_again([*refused, row, *left], error)
            raise
    if refused and not _answered(total):
        against = _throughout(next(iter(refused.values())))
        _queue_again([*refused, *left], against)
        raise against
    return total + _write_refused(refused)


def _throughout(error: HpmsError) -> HpmsError:
    """What is against the call, by what was said to the first of its rows."""
    if isinstance(error, HpmsForbidden):
        return error
    return HpmsRefusedThroughout(
        f"{error} It says so to one row after the other: correct HPMS_UPLOAD_WRAPPER, or the upload layout."
    )


def _write_refused(errors: dict[CaseworkUpload, HpmsError]) -> Counter[str]:
    return outcomes_write(list(errors), lambda row: (UploadState.FAILED, str(errors[row])))


def _queue_again(rows: list[CaseworkUpload], error: HpmsError) -> None:
    outcomes_write(rows, lambda _: (UploadState.QUEUED, f"{error} It goes again by itself."))


def _fate(row: CaseworkUpload, said: list[LineResult]) -> tuple[UploadState, str]:
    """Line and complaint id must both match: HPMS answers in any order (API.upload.match)."""
    if not said:
        return (
            UploadState.UNCERTAIN,
            "HPMS's answer says nothing of this row. Later downloads will tell.",
        )
    result = said[0]
    if set(said) != {result}:
        return (
            UploadState.UNCERTAIN,
            "HPMS's answer says two things of this row. Later downloads will tell.",
        )
    if result.complaint_id != row.complaint_id:
        return (
            UploadState.UNCERTAIN,
            "HPMS's answer mixes up line and complaint. Later downloads will tell.",
        )
    if result.message.strip(" .").lower() == SAVED.lower():
        return UploadState.ACCEPTED, SAVED
    return UploadState.FAILED, result.message[:300]
