"""Whatever comes as a download's body: typed errors only, no record lost, none applied by half."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.models import Complaint
from hpms_sync.download import json_body
from hpms_sync.download.arrived import Arrived
from hpms_sync.download.json_body import records_in
from hpms_sync.download.record import ReadRecord, UnreadableRecord, read_record
from hpms_sync.download.stopwatch import Stopwatch
from hpms_sync.download.take_in import take_in
from hpms_sync.errors import HpmsUnreadable
from hpms_sync.layouts import COLUMNS, FIELDS
from hpms_sync.models import DownloadRun, QuarantinedRecord
from tests.factories import make_contract, make_user

CONTRACTS = frozenset({"H1234"})
PLAIN: dict[str, Any] = {column.name: "" for column in COLUMNS} | {
    "COMPLAINT_ID": "C2612345601",
    "RECEIVED_DATE": "11/02/2026",
    "ASSIGNMENT/REASSIGNMENT_DATE": "11/02/2026",
    "CONTRACT_ID": "H1234",
    "ISSUE_LEVEL": "Urgent",
    "SWIFT": "No",
    "CONGRESSIONAL": "No",
    "COMPLAINT_SUMMARY": 'A letter says: "[{}], {".\nSo it does.',
}
CALM = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)
parsing = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=CALM)
taking_in = settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=CALM)

texts = st.text(st.characters(codec=None), max_size=20)  # NUL and lone surrogates among them
scalars = st.none() | st.booleans() | st.integers() | st.just(10**400) | texts
scalars |= st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(["Yes", "x" * 300])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
headings = st.sampled_from([column.name for column in COLUMNS])
spelled = headings.map(lambda name: f" {name.lower().replace('_', ' ')}\t")


@st.composite
def records(draw: st.DrawFn) -> Any:
    """A record with some values of any kind, some columns missing or spelled otherwise; or no record."""
    if draw(st.integers(0, 9)) == 0:
        return draw(values)
    record = PLAIN | {"COMPLAINT_ID": f"C261234560{draw(st.integers(0, 4))}"}
    for name in draw(st.lists(headings, max_size=2)):
        del record[name if name in record else "CASEWORKER"]
        record.setdefault("CASEWORKER", "")
    record |= draw(st.dictionaries(headings | spelled | texts, values, max_size=3))
    turned = draw(st.booleans())
    return dict(reversed(record.items())) if turned else record


@st.composite
def bodies(draw: st.DrawFn) -> tuple[bytes, list[Any]]:
    """A body HPMS could send, and what is in it."""
    held = draw(st.lists(records(), max_size=5))
    separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (",\n", " : ")]))
    listed = json.dumps(held, separators=separators, ensure_ascii=draw(st.booleans()))
    before, after = draw(st.sampled_from([("", ""), (' {"complaints": ', ', "n": [1]}\n')]))
    return f"{before}{listed}{after}".encode(errors="surrogatepass"), held


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a record lies in several blocks."""
    monkeypatch.setattr(json_body, "BLOCK", 700)
    monkeypatch.setattr(json_body, "LONGEST_WRAPPER", 100)


def read(body: bytes) -> list[Arrived]:
    return list(records_in(io.BytesIO(body)))


def reading(arrived: Arrived) -> ReadRecord | UnreadableRecord:
    return read_record(arrived.columns(), arrived.digest, CONTRACTS)


# The parser


@parsing
@given(st.binary(max_size=200) | st.text('[]{},:"\\ -eE0129.tfnu\n', max_size=50).map(str.encode))
def test_any_bytes_are_records_or_a_typed_error(body: bytes) -> None:
    for start in (b"", b"[", b'[{"COMPLAINT_ID":"'):
        try:
            found = read(start + body)
        except HpmsUnreadable:
            continue
        assert all(isinstance(reading(one), UnreadableRecord) for one in found)


@parsing
@given(bodies())
def test_every_record_of_a_body_comes_whole_and_in_order(made: tuple[bytes, list[Any]]) -> None:
    body, held = made
    found = read(body)
    assert [json.loads(bytes(one.raw)) for one in found] == json.loads(json.dumps(held))
    for arrived in found:
        result = reading(arrived)
        if isinstance(result, ReadRecord):
            assert result.values["complaint_id"] == arrived.complaint_id


@parsing
@given(bodies(), st.data())
def test_a_body_cut_short_is_a_typed_error(
    made: tuple[bytes, list[Any]], data: st.DataObject
) -> None:
    body = made[0].rstrip()
    with pytest.raises(HpmsUnreadable):
        read(body[: data.draw(st.integers(0, len(body) - 1))])


@parsing
@given(bodies(), st.data())
def test_a_body_with_wrong_bytes_in_it_is_records_or_a_typed_error(
    made: tuple[bytes, list[Any]], data: st.DataObject
) -> None:
    body = bytearray(made[0])
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = read(bytes(body))
    except HpmsUnreadable:
        return
    for arrived in found:
        reading(arrived)


@pytest.mark.parametrize(
    "body", [b"[" * 9_000, b"[" * 9_000 + b"]" * 9_000, b'[{"a":' * 2_000, b'[{"A":' + b"[" * 5_000]
)
def test_a_body_that_nests_without_end_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(HpmsUnreadable):
        read(body)


LONG = json.dumps(PLAIN | {"COMMENTS": "a" * 900}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"[,]",
        b"[1 2]",
        b"[][]",
        b"[]]",
        b"[NaN]",
        b"[%b,]" % LONG,
        b"[%b %b]" % (LONG, LONG),
        b"[%b] and more" % LONG,
        b'{"complaints": [%b]' % LONG,
        b'{"complaints": [%b], "n": }' % LONG,
    ],
)
def test_a_body_that_is_almost_json_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(HpmsUnreadable):
        read(body)


def test_a_record_longer_than_any_is_a_typed_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_body, "LONGEST_RECORD", 3_000)
    with pytest.raises(HpmsUnreadable):
        read(json.dumps([PLAIN | {"COMMENTS": "a" * 9_000}, PLAIN]).encode())


# All the way into the database


@pytest.fixture
def run(db: None) -> DownloadRun:
    now = timezone.now()
    make_contract()
    return DownloadRun.objects.create(
        source=DownloadRun.Source.FILE,
        brought_by=make_user("supervisor"),
        contracts=sorted(CONTRACTS),
        started_at=now,
        lease_until=now + timedelta(minutes=5),
    )


def take(run: DownloadRun, body: bytes) -> None:
    take_in(run, [records_in(io.BytesIO(body))], Stopwatch(), lambda *_: None)


@taking_in
@given(made=bodies())
def test_each_record_is_a_complaint_or_in_quarantine(
    run: DownloadRun, made: tuple[bytes, list[Any]]
) -> None:
    found = read(made[0])
    last = {arrived.complaint_id: reading(arrived) for arrived in found}
    good = {pk: one for pk, one in last.items() if isinstance(one, ReadRecord)}
    bad = {one.digest for one in map(reading, found) if isinstance(one, UnreadableRecord)}
    with transaction.atomic():
        take(run, made[0])
        complaints = {complaint.pk: complaint for complaint in Complaint.objects.all()}
        kept = {bytes(record.digest) for record in QuarantinedRecord.objects.all()}
        transaction.set_rollback(True)
    assert complaints.keys() == good.keys()
    for pk, record in good.items():
        shown = {field: getattr(complaints[pk], field) for field in FIELDS}
        assert shown == record.values
    assert kept == bad
    assert run.counts["records"] == len(found)


@taking_in
@given(made=bodies(), data=st.data())
def test_a_body_cut_short_applies_nothing(
    run: DownloadRun, made: tuple[bytes, list[Any]], data: st.DataObject
) -> None:
    body = made[0].rstrip()
    with transaction.atomic():
        with pytest.raises(HpmsUnreadable), transaction.atomic():
            take(run, body[: data.draw(st.integers(0, len(body) - 1))])
        assert not Complaint.objects.exists()
        assert not QuarantinedRecord.objects.exists()


def test_the_fuzz_brings_readable_and_unreadable_records() -> None:
    """Else it would prove little."""
    seen: set[type] = set()

    @settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=CALM)
    @given(records())
    def look(record: Any) -> None:
        seen.add(type(reading(Arrived.of_json(json.dumps(record).encode()))))

    look()
    assert seen == {ReadRecord, UnreadableRecord}
