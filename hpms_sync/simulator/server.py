"""The HTTP side: routes, faults on the wire, and a clean end."""

from __future__ import annotations

import json
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from .answer import Answer
from .faults import Fault
from .hpms import Hpms
from .refusal import CallRefusedError

API = {
    "/api/idm/oauth/AMMtoken": "token",
    "/api/ctm_ext/api/downloadcomplaints": "download",
    "/api/ctm_ext/api/uploadcaseworkfile": "upload",
}
RECORDS = "/_simulator/complaints/"
LARGEST_BODY = 64 * 1024 * 1024
DROPS = 20


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, host: str, port: int, hpms: Hpms, *, verbose: bool = False) -> None:
        self.hpms = hpms
        self.verbose = verbose
        self.ending = threading.Event()
        super().__init__((host, port), Handler)

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]}:{self.server_address[1]}"  # type: ignore[str-bytes-safe]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is no news."""
        if self.verbose:
            super().handle_error(request, client_address)

    def end(self) -> None:
        """Stop serving; wakes calls that a fault keeps hanging. Not from the serving thread."""
        self.ending.set()
        self.shutdown()


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "HPMSSimulator/1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in API:
            self._send(Answer.error(405, "Method not allowed"))
        elif path.startswith(RECORDS):
            self._control(lambda _body: self._record(path.removeprefix(RECORDS)))
        else:
            reader = self._readers().get(path)
            self._control(lambda _body: reader() if reader else _not_found())

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        hpms = self.server.hpms
        if path in API:
            self._api(API[path])
        elif path == "/_simulator/cms":
            self._control(hpms.cms.play)
        elif path == "/_simulator/faults":
            self._control(hpms.faults.order)
        elif path == "/_simulator/script":
            self._control(hpms.follow_script)
        else:
            self._control(lambda _body: _not_found())

    def do_DELETE(self) -> None:
        path = urlsplit(self.path).path
        if path == "/_simulator/faults":
            self._control(lambda _body: self.server.hpms.faults.clear())
        elif path == "/_simulator/script":
            self._control(lambda _body: self.server.hpms.end_script())
        else:
            self._control(lambda _body: _not_found())

    def _readers(self) -> dict[str, Any]:
        hpms = self.server.hpms
        return {
            "/_simulator/health": lambda: {"status": "ok"},
            "/_simulator/cases": lambda: {"cases": hpms.records.special_cases()},
            "/_simulator/journal": lambda: {"calls": hpms.journal()},
            "/_simulator/faults": lambda: {"faults": hpms.faults.waiting()},
            "/_simulator/script": hpms.faults.script,
            "/_simulator/summary": hpms.summary,
        }

    def _record(self, complaint_id: str) -> dict[str, Any]:
        complaint = self.server.hpms.records.find(complaint_id)
        if complaint is None:
            raise CallRefusedError(404, "HPMS holds no complaint with this id")
        return {"record": complaint.record, "visible": complaint.visible}

    def _control(self, act: Any) -> None:
        try:
            body = self._body()
            order = json.loads(body) if body else {}
            if not isinstance(order, dict):
                raise CallRefusedError(400, "Request body must be a JSON object")
            self._send(Answer.of(act(order)))
        except CallRefusedError as refused:
            self._send(Answer.error(refused.status, refused.message))
        except ValueError:
            self._send(Answer.error(400, "Request body is not valid JSON"))

    def _api(self, endpoint: str) -> None:
        try:
            body = self._body()
        except CallRefusedError as refused:
            self._send(Answer.error(refused.status, refused.message))
            return
        fault = self.server.hpms.faults.strike(endpoint)
        try:
            answer = self.server.hpms.call(endpoint, self.headers, body, fault)  # type: ignore[arg-type]
        except Exception:
            # A record that was set to nonsense; the memo's third answer, and nothing is changed.
            answer = Answer.error(500, "Internal Server Error")
        if fault is None:
            self._send(answer)
        else:
            self._go_wrong(fault, answer)

    def _go_wrong(self, fault: Fault, answer: Answer) -> None:
        if fault.kind in ("hang", "slow"):
            self.server.ending.wait(fault.seconds)
        if fault.drops_connection:
            self._reset()
        elif fault.kind == "cut_connection":
            self._send(answer, only=len(answer.body) // 2)
            self._reset()
        elif fault.kind == "drip":
            self._drip(answer, fault.seconds)
        else:
            self._send(fault.spoil(answer))

    def _body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            raise CallRefusedError(413, "Send the body with a Content-Length of at most 64 MB")
        return self.rfile.read(length)

    def _send(self, answer: Answer, only: int | None = None) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[:only])
        self.wfile.flush()

    def _drip(self, answer: Answer, seconds: float) -> None:
        """The whole answer, a little at a time."""
        self._send(answer, only=0)
        step = len(answer.body) // DROPS + 1
        for start in range(0, len(answer.body), step):
            self.server.ending.wait(seconds / DROPS)
            self.wfile.write(answer.body[start : start + step])
            self.wfile.flush()

    def _reset(self) -> None:
        """Drop the connection at once (RST), as a dying process or a firewall does."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        if self.server.verbose:
            super().log_message(format, *args)


def _not_found() -> dict[str, Any]:
    raise CallRefusedError(404, "Not found")
