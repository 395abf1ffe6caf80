"""Whoever brings files and takes them away, and the file brought."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ctm_casework.accounts.models import User
from hpms_sync.files.bring_in import file_apply, file_run_begin
from hpms_sync.files.preview import Preview, preview_of
from hpms_sync.models import DownloadRun
from tests.factories import make_user
from tests.screens.conftest import words as words

Bring = Callable[..., DownloadRun]


@pytest.fixture
def sam(db: None) -> User:
    return make_user("supervisor", ["H1234", "S5678"])


@pytest.fixture
def desk(client: Client, sam: User) -> Client:
    """A browser in which Sam the supervisor is signed in."""
    client.force_login(sam)
    return client


@pytest.fixture
def bring(sam: User) -> Bring:
    """Applies a file for Sam's contracts, downloaded from HPMS a minute ago unless told otherwise. The
    preview must have said what came of it."""

    def brought(content: bytes, at: datetime | None = None, version: str = "") -> DownloadRun:
        at = at or timezone.now() - timedelta(minutes=1)
        contracts = ["H1234", "S5678"]
        said = preview_of(io.BytesIO(content), contracts, at, version)
        run = file_run_begin(sam, "download.txt", contracts, at)
        file_apply(run, io.BytesIO(content), version)
        assert run.state == DownloadRun.State.COMPLETE, run.error
        assert counts_of(said) == {name: run.counts[name] for name in counts_of(said)}
        return run

    return brought


def counts_of(said: Preview) -> dict[str, Any]:
    return {
        "new": said.new,
        "changed": said.changed,
        "unchanged": said.unchanged,
        "late": said.late,
        "quarantined": said.unreadable,
        "not_ours": said.not_ours,
        "lines": said.lines,
    }
