"""HPMS itself: the three calls of Appendix C and the simulator's own control plane."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from . import upload
from .answer import JSON, Answer
from .clock import Clock
from .cms import Cms
from .database import Database
from .download import read_parameters
from .faults import Fault, Faults
from .generator import complaints
from .keys import SANDBOX_KEYS, ApiKey, Keys
from .past import keep_past
from .records import Records
from .refusal import CallRefusedError
from .script import Script


@dataclass(frozen=True)
class Options:
    """How a simulator is set up. What the memo leaves open has a setting here."""

    state: Path
    complaints: int = 300
    seed: int = 1
    today: date | None = None
    fresh: bool = False
    keys: tuple[ApiKey, ...] = ()
    token_seconds: float = 3600
    token_key_field: str = "keyId"  # noqa: S105
    token_secret_field: str = "secret"  # noqa: S105
    download_wrapper: str = ""
    upload_wrapper: str = "casework"


class Hpms:
    """Answers calls; knows nothing of sockets."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.clock = Clock(options.today)
        self.database = Database(options.state, fresh=options.fresh)
        self.records = Records(self.database, self.clock)
        self.keys = Keys(self.database, options.token_seconds, self.clock)
        self.faults = Faults(on_stale=lambda: keep_past(self.database))
        self.cms = Cms(self.database, self.records, self.keys, self.clock)
        self._fill()

    def _fill(self) -> None:
        """Make the data on the first start on this folder; later starts keep what is there."""
        with self.database.transaction():
            if self.database.meta("seed") is None:
                self.keys.add_all(SANDBOX_KEYS)
                made = complaints(self.options.complaints, self.options.seed, self.clock.today())
                self.records.add_all(made)
                self.database.set_meta("seed", self.options.seed)
            self.keys.add_all(self.options.keys)

    def call(
        self, endpoint: str, headers: Mapping[str, str], body: bytes, fault: Fault | None = None
    ) -> Answer:
        """Carry out one API call and journal it, with the fault it is about to meet."""
        entry: dict[str, Any] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "endpoint": endpoint,
            "key_id": headers.get("X-API-CONSUMER-ID"),
            "fault": fault.kind if fault else None,
            "script_call": fault.script_call if fault else 0,
            "carried_out": not fault or fault.carries_out,
        }
        if fault:
            late = {**entry, "late": True, "carried_out": True}
            self._upset(fault, lambda: self._call(endpoint, headers, body, fault, late))
        return self._call(endpoint, headers, body, fault, entry)

    def _call(
        self,
        endpoint: str,
        headers: Mapping[str, str],
        body: bytes,
        fault: Fault | None,
        entry: dict[str, Any],
    ) -> Answer:
        with self.database.transaction():
            answer = (
                self._carry_out(endpoint, headers, body, entry, fault)
                if entry["carried_out"]
                else None
            )
            entry["status"] = answer.status if answer else None
            self.database.run("INSERT INTO journal (call) VALUES (?)", (json.dumps(entry),))
        return answer or Answer.error(500, "Internal Server Error")

    def _upset(self, fault: Fault, later: Callable[[], object]) -> None:
        """What a fault does to HPMS itself before the call is looked at."""
        if fault.kind == "late":
            timer = threading.Timer(fault.seconds, later)
            timer.daemon = True
            timer.start()
        elif fault.kind == "clock_jump":
            self.clock.jump(fault.hours, fault.seconds)
        elif fault.kind in ("key_off", "key_rotated"):
            self.keys.off_for(fault.seconds)
            if fault.kind == "key_rotated":
                self.keys.expire_tokens()

    def follow_script(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Begin a fault script, in place of one that may run. CallRefusedError when it makes no sense."""
        self.faults.follow(Script(wish))
        return self.faults.script()

    def end_script(self) -> dict[str, Any]:
        """No more scripted faults; clock and keys are right again. What was late still comes."""
        self.clock.mend()
        self.keys.on_again()
        return self.faults.end_script()

    def _carry_out(
        self,
        endpoint: str,
        headers: Mapping[str, str],
        raw: bytes,
        entry: dict[str, Any],
        fault: Fault | None,
    ) -> Answer:
        try:
            if endpoint == "token":
                return self._token(_read_json(headers, raw))
            contracts = self._authorize(headers)
            body = _read_json(headers, raw)
            if endpoint == "download":
                as_of = fault.as_of if fault and fault.kind == "stale" else None
                return self._download(body, contracts, entry, as_of)
            return self._upload(body, contracts, entry)
        except CallRefusedError as refused:
            return Answer.error(refused.status, refused.message)

    def _authorize(self, headers: Mapping[str, str]) -> tuple[str, ...]:
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        consumer_id = headers.get("X-API-CONSUMER-ID", "")
        contracts = self.keys.contracts_for(token.strip(), consumer_id)
        if scheme.lower() != "bearer" or contracts is None:
            raise CallRefusedError(401, "Authorization failed")
        return contracts

    def _token(self, body: object) -> Answer:
        fields = body if isinstance(body, dict) else {}
        token = self.keys.issue_token(
            fields.get(self.options.token_key_field), fields.get(self.options.token_secret_field)
        )
        if token is None:
            raise CallRefusedError(401, "Authorization failed")
        seconds = self.options.token_seconds
        return Answer.of({"accessToken": token, "expires": int(seconds)})

    def _download(
        self,
        body: object,
        contracts: tuple[str, ...],
        entry: dict[str, Any],
        as_of: float | None,
    ) -> Answer:
        entry["parameters"] = body
        wanted = read_parameters(body, contracts, self.clock.today())
        texts = self.records.wanted(wanted, as_of)
        entry["records"] = len(texts)
        listed = f"[{','.join(texts)}]"
        wrapper = self.options.download_wrapper
        return Answer(200, (f"{{{json.dumps(wrapper)}:{listed}}}" if wrapper else listed).encode())

    def _upload(self, body: object, contracts: tuple[str, ...], entry: dict[str, Any]) -> Answer:
        items = upload.read_items(body, self.options.upload_wrapper)
        lines = [(item["complaintId"], self._upload_line(item, contracts)) for item in items]
        entry["lines"] = [
            {
                "line": number,
                "complaintId": complaint_id,
                "message": message,
                "applied": message == upload.SAVED,
                "caseworkNotes": item["caseworkNotes"],
                "resolveComplaintYN": item["resolveComplaintYN"],
            }
            for number, (item, (complaint_id, message)) in enumerate(
                zip(items, lines, strict=True), start=1
            )
        ]
        return Answer.of(upload.answer_lines(lines))

    def _upload_line(self, item: upload.Item, contracts: tuple[str, ...]) -> str:
        complaint = self.records.find(item["complaintId"])
        if complaint and (complaint.contract not in contracts or not complaint.visible):
            complaint = None
        refusal = upload.refusal_of(item, complaint)
        if refusal or complaint is None:
            return refusal or upload.NO_SUCH_CASE
        upload.save_line(item, complaint, self.clock)
        self.records.save(complaint)
        return upload.SAVED

    def journal(self) -> list[dict[str, Any]]:
        rows = self.database.rows("SELECT number, call FROM journal ORDER BY number")
        return [{"number": row["number"], **json.loads(row["call"])} for row in rows]

    def summary(self) -> dict[str, Any]:
        """What the simulator holds, in numbers."""
        return {
            "seed": self.database.meta("seed"),
            "today": self.clock.today().isoformat(),
            "contracts": self.records.counts("contract"),
            "scenarios": self.records.counts("scenario"),
            "resolved": self.records.counts("resolved"),
        }

    def close(self) -> None:
        self.database.close()


def _read_json(headers: Mapping[str, str], body: bytes) -> object:
    if headers.get("Content-Type", "").partition(";")[0].strip().lower() != JSON:
        raise CallRefusedError(415, "Content-Type must be application/json")
    try:
        return json.loads(body)
    except ValueError:
        raise CallRefusedError(400, "Request body is not valid JSON") from None
