"""Start a simulator in a process of its own and talk to its control plane (tests, demo)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from .keys import SANDBOX_KEYS, ApiKey

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
LISTENING = "HPMS simulator listening on "


class SimulatorRefusedError(Exception):
    """The control plane answered with an error, or the simulator did not start."""


class SimulatorProcess:
    """A simulator on a free port, with a state folder that outlives stop() and kill().

    with SimulatorProcess(complaints=60) as hpms:
        hpms.url, hpms.key.key_id, hpms.key.secret
        hpms.cms("reopen", hpms.case("resolved_yesterday"))
        hpms.fault("upload", "reset_after")
    """

    key: ApiKey = SANDBOX_KEYS[0]
    other_key: ApiKey = SANDBOX_KEYS[1]

    def __init__(
        self,
        *,
        complaints: int = 60,
        seed: int = 1,
        port: int = 0,
        state: Path | None = None,
        today: str | None = None,
        arguments: Sequence[str] = (),
    ) -> None:
        self._own_state = tempfile.TemporaryDirectory() if state is None else None
        self.state = Path(self._own_state.name) if self._own_state else state
        self._port = port
        self._arguments = [
            *("--complaints", str(complaints), "--seed", str(seed), "--state", str(self.state)),
            *(("--today", today) if today else ()),
            *arguments,
        ]
        self._process: subprocess.Popen[str] | None = None
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed on leaving)
        self.url = ""

    def start(self) -> SimulatorProcess:
        """Return once it listens; SimulatorRefusedError, in its own words, when it does not."""
        command = [sys.executable, "-m", "hpms_sync.simulator", "--port", str(self._port)]
        self._errors.seek(0)
        self._errors.truncate()
        self._process = subprocess.Popen(  # noqa: S603
            [*command, *self._arguments],
            cwd=PACKAGE_ROOT,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith(LISTENING):
            self._process.communicate()
            self._errors.seek(0)
            error = self._errors.read().strip()
            raise SimulatorRefusedError(error or "The HPMS simulator did not start.")
        self.url = line.removeprefix(LISTENING).strip()
        return self

    def stop(self) -> int:
        """End it cleanly; the exit status. The state folder stays for another start()."""
        assert self._process is not None
        self._process.terminate()
        self._process.communicate(timeout=15)
        return self._process.returncode

    def kill(self) -> None:
        """End it the hard way, as a crash would."""
        assert self._process is not None
        self._process.kill()
        self._process.communicate(timeout=15)

    def __enter__(self) -> SimulatorProcess:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self.stop()
        self._errors.close()
        if self._own_state:
            self._own_state.cleanup()

    def control(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """One call to /_simulator/<path>; SimulatorRefusedError with the error's text."""
        return call_control(self.url, method, path, body)

    def cms(self, action: str, complaint_id: str = "", **details: object) -> dict[str, Any]:
        """Play CMS: an action of POST /_simulator/cms."""
        order = {"action": action, "complaint_id": complaint_id, **details}
        return self.control("POST", "cms", order)

    def fault(self, endpoint: str, kind: str, **details: object) -> None:
        """Order a fault for the next call of 'token', 'download' or 'upload'."""
        self.control("POST", "faults", {"endpoint": endpoint, "kind": kind, **details})

    def clear_faults(self) -> None:
        self.control("DELETE", "faults")

    def follow_script(self, **script: object) -> None:
        """From now on calls meet faults by a script: seed, probability, seconds, faults."""
        self.control("POST", "script", script)

    def end_script(self) -> dict[str, Any]:
        """No more scripted faults; how many calls there were and what they were struck with."""
        return self.control("DELETE", "script")

    def cases(self) -> dict[str, str]:
        """Complaint ids by name of special case."""
        return {
            case["name"]: case["complaint_id"] for case in self.control("GET", "cases")["cases"]
        }

    def case(self, name: str) -> str:
        return self.cases()[name]

    def record(self, complaint_id: str) -> dict[str, Any]:
        """The 42 columns as HPMS holds them now."""
        found: dict[str, Any] = self.control("GET", f"complaints/{complaint_id}")["record"]
        return found

    def journal(self, endpoint: str | None = None) -> list[dict[str, Any]]:
        """The calls received, oldest first, with what became of them."""
        calls: list[dict[str, Any]] = self.control("GET", "journal")["calls"]
        return [call for call in calls if endpoint in (None, call["endpoint"])]

    def times_applied(self, complaint_id: str, note: str) -> int:
        """How often exactly this note was saved on the complaint."""
        return sum(
            line["applied"]
            for call in self.journal("upload")
            for line in call.get("lines", ())
            if (line["complaintId"], line["caseworkNotes"]) == (complaint_id, note)
        )


def call_control(url: str, method: str, path: str, body: object = None) -> dict[str, Any]:
    """One call to a simulator's control plane.

    SimulatorRefusedError with the error's text; OSError when nothing answers.
    """
    data = None if body is None else json.dumps(body).encode()
    request = Request(  # noqa: S310
        f"{url.rstrip('/')}/_simulator/{path}",
        data=data,
        method=method,
        headers={"Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            found: dict[str, Any] = json.load(answer)
            return found
    except HTTPError as error:
        raise SimulatorRefusedError(json.load(error)["error"]) from None
