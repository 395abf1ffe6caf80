"""Works the outbox off: claim, send, and write down what HPMS said."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable

from django.conf import settings

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from hpms_sync.client import HpmsClient, LineResult
from hpms_sync.errors import HpmsError, HpmsForbidden, HpmsRefused
from hpms_sync.keys.registry import credentials_of, key_trouble
from hpms_sync.models import ApiKey
from hpms_sync.upload.baseline import attempts_leave, attempts_undo
from hpms_sync.upload.claim import attempt_renew, leases_expire, uploads_claim
from hpms_sync.upload.outcome import cases_follow_together, outcomes_write

log = logging.getLogger(__name__)
SAVED = "Casework Saved"
# Batches claimed together, to be sent one after another: claiming costs the same for one and for many.
BATCHES_CLAIMED = 10

Report = Callable[[Counter[str]], None]


def uploads_send(key: ApiKey, report: Report = lambda _: None) -> Counter[str]:
    """Drains the queue of one key's contracts. Returns how many rows ended in which state.

    After a batch without any clear answer the rest waits for the next time: HPMS is not well.
    Raises HpmsError when HPMS cannot be reached or refuses the key: what was claimed is queued again."""
    leases_expire()
    total: Counter[str] = Counter()
    if not _anything(key):
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
        raise
    key_trouble(key, "")
    return total


def _anything(key: ApiKey) -> bool:
    queued = CaseworkUpload.objects.filter(state=UploadState.QUEUED)
    return queued.filter(complaint__contract__api_keys=key).exists()


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
        if isinstance(error, HpmsRefused) and len(rows) == 1:
            refusal = str(error)
            return outcomes_write(rows, lambda _: (UploadState.FAILED, refusal))
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
    total: Counter[str] = Counter()
    forbidden: dict[int, HpmsForbidden] = {}
    for done, row in enumerate(rows):
        try:
            if attempt_renew(row):
                total += _send(client, [row])
        except HpmsForbidden as error:
            forbidden[row.pk] = error
        except HpmsError as error:
            _queue_again([r for r in rows[:done] if r.pk in forbidden] + rows[done:], error)
            raise
    return total + _write_forbidden([row for row in rows if row.pk in forbidden], forbidden, total)


def _write_forbidden(
    rows: list[CaseworkUpload], errors: dict[int, HpmsForbidden], others: Counter[str]
) -> Counter[str]:
    """Rows that HPMS forbids while it takes others go to a person; forbidden one and all, it is the key."""
    if rows and not others.keys() - {UploadState.UNCERTAIN.value}:
        _queue_again(rows, errors[rows[0].pk])
        raise errors[rows[0].pk]
    return outcomes_write(rows, lambda row: (UploadState.FAILED, str(errors[row.pk])))


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
