"""Downloads without an HPMS: bodies as it would send them, taken in as of any moment."""

import io
import json
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hpms_sync.download.json_body import records_in
from hpms_sync.download.run import run_ended
from hpms_sync.download.stopwatch import Stopwatch
from hpms_sync.download.take_in import take_in
from hpms_sync.download.windows import windows_of
from hpms_sync.models import ApiKey, DownloadRun
from hpms_sync.simulator.clock import us_date
from hpms_sync.simulator.layout import DEFAULTS
from tests.sync.road import ASSIGNED, PERSON


def record(complaint_id: str, **columns: Any) -> dict[str, Any]:
    """Every column of the layout; of contract H1234, received and assigned two days ago."""
    day = us_date(timezone.localdate() - timedelta(days=2))
    known = {"COMPLAINT_ID": complaint_id, "CONTRACT_ID": "H1234", "ISSUE_LEVEL": "Urgent"}
    dates = {"RECEIVED_DATE": day, ASSIGNED: day}
    return {**DEFAULTS, **PERSON, **known, **dates, **columns}


def take_in_bodies(key: ApiKey, started_at: datetime, *bodies: list[dict[str, Any]]) -> DownloadRun:
    """A regular run by the key whose first request began then, and whose answers were these."""
    windows, clock = windows_of(key), Stopwatch()
    run = DownloadRun.objects.create(
        key=key,
        contracts=windows.contracts,
        open_from=windows.open_from,
        resolved_from=windows.resolved_from,
        date_to=windows.to,
        started_at=started_at,
        lease_until=timezone.now() + timedelta(minutes=30),
    )
    with run_ended(run, clock, key):
        files = (io.BytesIO(json.dumps(body).encode()) for body in bodies)
        take_in(run, (records_in(file) for file in files), clock, lambda *_: None)
    assert run.state == DownloadRun.State.COMPLETE, run.error
    return run
