"""A download that fails leaves everything as it was, says why, and shows nobody's data."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.utils import DataError

from complaints.models import Complaint
from hpms_sync.download.run import BrokenOff, download
from hpms_sync.keys.life import key_try_again
from hpms_sync.keys.registry import credentials_of
from hpms_sync.models import ApiKey, DownloadRun
from tests.sync.road import ASSIGNED, CASE, OTHER, PERSON, Road
from tests.sync.test_repeated_download import row_versions


@pytest.fixture
def known(road: Road) -> Road:
    """One complaint known, a change and a new complaint waiting in HPMS."""
    road.add()
    road.download()
    road.set(COMMENTS="CMS asks for a call.")
    road.add(OTHER)
    return road


def staging_tables() -> list[str]:
    return [t for t in connection.introspection.table_names() if t.startswith("hpms_")
            and t.split("_")[1] in {"seen", "changed"}]  # fmt: skip


FAULTS = {
    "truncate": "breaks off",
    "cut_connection": "The connection to HPMS broke",
    "reset_before": "The connection to HPMS broke",
    "reset_after": "The connection to HPMS broke",
    "html": "page of HTML",
    "unreadable_json": "something else than JSON",
    "status": "HPMS failed (500)",
}


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("which", ["first", "second"])
def test_it_leaves_everything_old_when_a_request_goes_wrong(
    known: Road, kind: str, which: str
) -> None:
    before = row_versions()
    if which == "second":
        known.hpms.fault("download", "slow", seconds=0)
    known.hpms.fault("download", kind, times=3)
    run = known.failing_download()
    assert FAULTS[kind] in run.error
    assert row_versions() == before
    assert staging_tables() == []


def test_it_leaves_everything_old_when_hpms_goes_down_between_the_requests(known: Road) -> None:
    before = row_versions()

    def report(what: str, count: int) -> None:
        if what == "Reading":
            known.hpms.kill()

    run = download(known.key, report=report)
    assert (run.state, row_versions()) == ("FAILED", before)
    assert "cannot be reached" in run.error


def test_it_completes_when_a_later_try_succeeds(known: Road) -> None:
    for kind in ("status", "reset_before"):
        known.hpms.fault("download", kind)
    run = known.download()
    assert (run.counts["new"], run.counts["changed"]) == (1, 1)


def test_it_brings_the_change_with_the_next_download(known: Road) -> None:
    known.hpms.fault("download", "truncate")
    known.failing_download()
    run = known.download()
    assert (run.counts["new"], run.counts["changed"]) == (1, 1)


def test_it_says_what_is_wrong_with_a_key_and_clears_it_when_well(known: Road) -> None:
    known.hpms.fault("download", "status", status=401, times=2)
    assert "Check key id and secret" in known.failing_download().error
    known.key.refresh_from_db()
    assert "Check key id and secret" in known.key.trouble
    assert key_try_again(known.key) is None
    known.download()
    known.key.refresh_from_db()
    assert known.key.trouble == ""


def test_it_says_what_to_do_when_the_secret_cannot_be_opened(known: Road, settings: Any) -> None:
    from cryptography.fernet import Fernet

    settings.CTM_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert "Put the key it was sealed with back" in known.failing_download().error
    assert "CTM_ENCRYPTION_KEYS" in ApiKey.objects.get().trouble


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG)
    return caplog


def shows_nobody(text: str, key: ApiKey) -> bool:
    return not any(
        secret in text for secret in (*PERSON.values(), credentials_of(key).secret, "Bearer ")
    )


def test_it_logs_neither_secret_nor_people(known: Road, logged: Any) -> None:
    known.add("C2222", **{ASSIGNED: "soon"})
    known.download()
    known.hpms.fault("download", "truncate")
    run = known.failing_download()
    assert shows_nobody(logged.text + run.error, known.key)


def test_it_shows_nobody_when_the_database_refuses_a_row(
    known: Road, logged: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise DataError(f"value out of range: Failing row contains ({', '.join(PERSON.values())})")

    monkeypatch.setattr("hpms_sync.download.take_in.apply_changes", refuse)
    with pytest.raises(BrokenOff) as broken:
        download(known.key)
    run = DownloadRun.objects.first()
    assert (run.state, run.error) == ("FAILED", "Broken off by DataError.")
    assert shows_nobody(logged.text + run.error + str(broken.value), known.key)
    assert "run.py" in logged.text
    assert broken.value.__suppress_context__
    assert Complaint.objects.get().pk == CASE
