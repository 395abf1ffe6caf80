"""Where documents lie: a private folder, or an S3-compatible bucket, here a stand-in on loopback."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.storage.handler import StorageHandler

from ctm_casework import env
from tests.documents import PDF


class Bucket(BaseHTTPRequestHandler):
    """PUT, GET, HEAD and DELETE of objects by address, kept in the server."""

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.kept[self.path] = body
        self.server.headers.append(dict(self.headers))
        self.answer(200)

    def do_GET(self) -> None:
        kept = self.server.kept.get(self.path)
        self.answer(404 if kept is None else 200, kept or b"")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.server.kept.pop(self.path, None)
        self.answer(204)

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def bucket() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    server.kept, server.headers = {}, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def storage(bucket, monkeypatch) -> Storage:
    """As the environment says."""
    for name, value in {
        "ATTACHMENT_S3_BUCKET": "documents",
        "ATTACHMENT_S3_ENDPOINT": f"http://127.0.0.1:{bucket.server_port}",
        "ATTACHMENT_S3_REGION": "us-east-1",
        "ATTACHMENT_S3_ENCRYPTION": "AES256",
        "AWS_ACCESS_KEY_ID": "key-of-a-test",
        "AWS_SECRET_ACCESS_KEY": "secret-of-a-test",
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
    }.items():
        monkeypatch.setenv(name, value)
    return StorageHandler({"attachments": env.attachment_storage()})["attachments"]


def test_documents_go_to_the_bucket_and_come_back(storage, bucket):
    name = storage.save("ab/abcdef", ContentFile(PDF))
    assert list(bucket.kept) == [f"/documents/{name}"]
    assert storage.open(name).read() == PDF
    storage.delete(name)
    assert bucket.kept == {}


def test_they_are_private_there_and_encrypted_where_that_is_asked_for(storage, bucket):
    storage.save("ab/abcdef", ContentFile(PDF))
    (headers,) = bucket.headers
    sent = {name.lower(): value for name, value in headers.items()}
    assert "x-amz-acl" not in sent
    assert sent["x-amz-server-side-encryption"] == "AES256"


def test_without_a_bucket_they_lie_in_a_private_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("ATTACHMENT_S3_BUCKET", raising=False)
    monkeypatch.setenv("ATTACHMENT_DIR", str(tmp_path / "documents"))
    storage = StorageHandler({"attachments": env.attachment_storage()})["attachments"]
    name = storage.save("ab/abcdef", ContentFile(PDF))
    path = tmp_path / "documents" / name
    assert path.read_bytes() == PDF
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
