"""Draining the queue of uploads against a bare loop that posts the same batches to the same simulator."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

import httpx
from django.conf import settings
from django.core.cache import cache
from django.db import connection, models
from django.utils import timezone

from benchmarks import population, records
from benchmarks.measure import Comparison, Round, say, seconds
from complaints import sop
from complaints.casework_payload import payload
from complaints.models import (
    CaseworkNote,
    CaseworkUpload,
    Complaint,
    ContactAttempt,
    ContractAssignment,
    Resolution,
    UploadEvent,
)
from complaints.models.outbox import resolution_values
from complaints.selectors.facts import facts_for
from ctm_casework.accounts.models import User
from hpms_sync.client import TOKEN, UPLOAD
from hpms_sync.keys.registry import credentials_of
from hpms_sync.models import ApiKey
from hpms_sync.simulator.data.special_cases import SPECIAL_CASES
from hpms_sync.simulator.generator import CONTRACTS
from hpms_sync.simulator.process import SimulatorProcess

NOTE = (
    "Called the member about the August premium and went through the bill line by line. The second "
    "payment is in the billing system. A refund was asked for. Next call when it is posted."
)
CLOSING = (
    "Beneficiary was billed the August premium twice. Called, found the second payment in the billing "
    "system and refunded it. The member was told the outcome by phone and agrees."
)
# As benchmarks.ground makes its key.
KEY_ID = SECRET = "benchmark"
WORKERS = 2
# One in so many rows resolves its complaint, where the SOP lets it.
RESOLVES_EVERY = 5
_CHUNK = 1_000


def measure(
    _folder: Path, uploads: int, seed: int, rounds: int
) -> tuple[list[Comparison], list[str]]:
    """Each round: the loop, then the product's drain of as many rows, one to each complaint."""
    line = Comparison(
        f"draining {uploads:,} uploads", "a bare httpx loop posting the same batches", 2.0
    )
    say("a simulator and a queue of uploads")
    today = timezone.localdate()
    with SimulatorProcess(
        complaints=len(SPECIAL_CASES) + uploads,
        seed=seed,
        today=today.isoformat(),
        arguments=("--key", f"{KEY_ID}:{SECRET}:{','.join(CONTRACTS)}"),
    ) as hpms:
        population.clear()
        population.copy_complaints(records.records(uploads, seed, today))
        population.follow()
        resolving = _enqueue()
        _use_key_at(hpms)
        for number in range(rounds):
            say(f"uploads, round {number + 1} of {rounds}")
            _queue_anew()
            floor = _loop(hpms, list(_bodies(uploads)))
            with _workers() as workers:
                product = seconds(partial(_drain, workers, uploads))
            line.rounds.append(Round([floor], [product]))
    per_second = [
        f"{uploads / side[0]:,.0f}" for side in (line.together.floor, line.together.product)
    ]
    return [line], [
        f"{uploads:,} uploads in batches of {settings.HPMS_BATCH_SIZE} by {WORKERS} workers, "
        f"{resolving:,} of them resolve; "
        f"uploads a second in the first round: loop {per_second[0]}, product {per_second[1]}"
    ]


def _use_key_at(hpms: SimulatorProcess) -> None:
    key = ApiKey.objects.get()
    key.base_url = hpms.url
    key.save()
    cache.delete(credentials_of(key).cache_name)


# The queue


def _enqueue() -> int:
    """A row for each complaint, in the order of the ids; returns how many resolve."""
    author = User.objects.order_by("pk")[0]
    ids = iter(Complaint.objects.order_by("pk").values_list("pk", flat=True))
    resolving = 0
    while chunk := list(islice(ids, _CHUNK)):
        to_resolve = chunk[::RESOLVES_EVERY]
        _reach(to_resolve, author)
        resolutions = _saved(Resolution, _closings(to_resolve, author))
        closed = {one.complaint_id for one in resolutions}
        noted = [pk for pk in chunk if pk not in closed]
        notes = _saved(
            CaseworkNote, [CaseworkNote(complaint_id=pk, author=author, text=NOTE) for pk in noted]
        )
        _put_in_line(chunk, notes, resolutions)
        resolving += len(resolutions)
    population.vacuum()
    return resolving


def _saved(kind: type[models.Model], made: list) -> list:
    """Past the manager, which takes one record at a time and asks the SOP."""
    return models.QuerySet(kind).bulk_create(made)


def _reach(ids: list[str], author: User) -> None:
    """Whoever complained was reached and told, as a plain closing wants it."""
    assignments = dict(
        ContractAssignment.objects.filter(complaint__in=ids).values_list("complaint_id", "pk")
    )
    now = timezone.now()
    made = [
        ContactAttempt(
            complaint_id=pk,
            assignment_id=assignments.get(pk),
            author=author,
            attempted_at=now,
            method="PHONE",
            outcome="REACHED",
            party="BENEFICIARY",
            purpose="RESOLUTION",
        )
        for pk in ids
    ]
    _saved(ContactAttempt, made)


def _closings(ids: list[str], author: User) -> list[Resolution]:
    """A plain closing of each complaint that the SOP lets close."""
    made = [
        Resolution(
            complaint_id=pk,
            author=author,
            resolution_date=timezone.localdate(),
            note=CLOSING,
            contact_made="BENEFICIARY",
            complainant_satisfied="Y",
            hpi_related="N",
            resolution_notification="1",
        )
        for pk in ids
    ]
    facts = facts_for(ids)
    action = sop.Action.UPLOAD_SEND
    return [
        one
        for one in made
        if facts[one.complaint_id].complaint.resolution_date is None
        and not sop.evaluate(one.facts(facts[one.complaint_id]), action)
    ]


def _put_in_line(
    ids: list[str], notes: Iterable[CaseworkNote], resolutions: Iterable[Resolution]
) -> None:
    due = dict(Complaint.objects.filter(pk__in=ids).values_list("pk", "due_on"))
    note = {"caseworkNotes": NOTE, "resolveComplaintYN": "N"}
    rows = [
        CaseworkUpload(
            complaint_id=one.complaint_id,
            note=one,
            place=1,
            payload=payload(one.complaint_id, note),
            due_on=due[one.complaint_id],
        )
        for one in notes
    ]
    rows += [
        CaseworkUpload(
            complaint_id=one.complaint_id,
            resolution=one,
            place=1,
            payload=payload(one.complaint_id, resolution_values(one)),
            due_on=due[one.complaint_id],
        )
        for one in resolutions
    ]
    UploadEvent.tell_all(
        (row, "Waiting to be sent.") for row in CaseworkUpload.objects.bulk_create(rows)
    )


def _queue_anew() -> None:
    """Every row waits again, as if it had just been written."""
    CaseworkUpload.objects.update(
        state="QUEUED", attempt=None, tries=0, baseline_notes="", accepted_at=None, settled_at=None
    )
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE complaints_uploadevent")
    population.vacuum()


# What is measured


def _bodies(uploads: int) -> Iterator[bytes]:
    """The batches as the product sends them, encoded."""
    rows = CaseworkUpload.objects.order_by("due_on", "created_at", "pk")
    payloads = rows.values_list("payload", flat=True).iterator()
    sent = 0
    while batch := list(islice(payloads, settings.HPMS_BATCH_SIZE)):
        sent += len(batch)
        wrapper = settings.HPMS_UPLOAD_WRAPPER
        yield json.dumps({wrapper: batch} if wrapper else batch).encode()
    if sent != uploads:
        raise RuntimeError(f"{sent} uploads are in the queue, expected {uploads}.")


def _loop(hpms: SimulatorProcess, bodies: list[bytes]) -> float:
    asked = {
        settings.HPMS_TOKEN_KEY_ID_FIELD: KEY_ID,
        settings.HPMS_TOKEN_SECRET_FIELD: SECRET,
    }
    with httpx.Client(base_url=hpms.url, trust_env=False, timeout=60) as http:
        token = http.post(TOKEN, json=asked).json()["accessToken"]
        headers = {
            "Authorization": f"Bearer {token}",
            "X-API-CONSUMER-ID": KEY_ID,
            "Content-Type": "application/json",
        }
        http.headers.update(headers)

        def post_all() -> None:
            for body in bodies:
                http.post(UPLOAD, content=body).raise_for_status()

        return seconds(post_all)


@contextmanager
def _workers() -> Iterator[list[subprocess.Popen[str]]]:
    """Started and warm, waiting for the word to begin."""
    command = [sys.executable, "-m", "benchmarks.sender"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with ExitStack() as stack:
        started = [
            stack.enter_context(subprocess.Popen(command, text=True, **pipes))
            for _ in range(WORKERS)
        ]
        for worker in started:
            if _line(worker) != "ready":
                raise RuntimeError("A worker did not start.")
        yield started


def _drain(workers: list[subprocess.Popen[str]], uploads: int) -> None:
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    accepted = sum(int(_line(worker)) for worker in workers)
    if accepted != uploads:
        raise RuntimeError(f"The drain measured went wrong: {accepted} of {uploads} accepted.")


def _line(worker: subprocess.Popen[str]) -> str:
    assert worker.stdout
    return worker.stdout.readline().strip() or "0"
