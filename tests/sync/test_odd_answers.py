"""Answers to an upload that are JSON and still no clear word about a row."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.cache import cache

from complaints.models import CaseworkNote, CaseworkUpload
from complaints.models.choices import UploadState
from hpms_sync.errors import HpmsNoToken
from hpms_sync.keys.registry import credentials_of, key_add
from hpms_sync.models import ApiKey
from hpms_sync.upload.send import uploads_send
from tests.factories import make_complaint, make_user
from tests.sync.road import CASE, NOTE, story


class Answers(BaseHTTPRequestHandler):
    """Gives a token, and to an upload whatever the test says."""

    url: str
    token: str
    upload: str

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = (self.token if self.path.endswith("AMMtoken") else self.upload).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def answers() -> Iterator[type[Answers]]:
    class Own(Answers):
        token = json.dumps({"accessToken": "a-token", "expires": 3600})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    Own.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield Own
    server.shutdown()
    server.server_close()


@pytest.fixture
def key(answers: Any, db: None) -> ApiKey:
    words = {"environment": "sandbox", "key_id": "KEY-1", "secret": "a-secret"}
    key = key_add(name="Odd", base_url=answers.url, contract_ids=["H1234"], **words)
    cache.delete(credentials_of(key).cache_name)
    return key


@pytest.fixture
def row(key: ApiKey) -> CaseworkUpload:
    make_complaint(CASE)
    return CaseworkNote.enter(CASE, make_user(), text=NOTE).uploads.get()


def line(
    message: str = "Casework Saved", complaint_id: str = CASE, line: Any = 1
) -> dict[str, Any]:
    return {"line": line, "complaintId": complaint_id, "message": message}


ANSWERS = {
    "twice the same": ([line(), line()], UploadState.ACCEPTED),
    "saved and refused": ([line(), line("Invalid characters.")], UploadState.UNCERTAIN),
    "refused and saved": ([line("Invalid characters."), line()], UploadState.UNCERTAIN),
    "of two complaints": ([line(), line(complaint_id="C2699999999")], UploadState.UNCERTAIN),
    "a line without end": ([line(line=float("inf"))], UploadState.UNCERTAIN),
    "a line that is no number": ([line(line=float("nan"))], UploadState.UNCERTAIN),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_it_takes_only_one_clear_word_for_an_answer(
    answers: Any, key: ApiKey, row: CaseworkUpload, name: str
) -> None:
    said, expected = ANSWERS[name]
    answers.upload = json.dumps({"Status": said})
    uploads_send(key)
    row.refresh_from_db()
    assert row.state == expected
    assert ("later downloads" in story(row)[-1].lower()) == (expected == UploadState.UNCERTAIN)


def test_it_reads_no_token_that_never_expires(
    answers: Any, key: ApiKey, row: CaseworkUpload
) -> None:
    answers.token = json.dumps({"accessToken": "a-token", "expires": float("inf")})
    with pytest.raises(HpmsNoToken, match="not the JSON the memo describes"):
        uploads_send(key)
    row.refresh_from_db()
    assert (row.state, row.tries) == (UploadState.QUEUED, 0)
