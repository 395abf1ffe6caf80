"""The second mode: tokens come from outside, and the secret never enters the application."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from hpms_sync.download.run import download
from hpms_sync.keys.registry import key_add, key_change
from hpms_sync.keys.ring import openable
from hpms_sync.models import ApiKey, DownloadRun, KeyCredential, SyncAlert
from tests.keys.conftest import CONTRACTS


class Source(BaseHTTPRequestHandler):
    """Asks HPMS for a token with the secret that it alone knows, and passes it on."""

    names = ("accessToken", "expires")
    status = 200

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((asked, self.headers.get("Authorization")))
        given = {self.names[0]: self.hpms_token(), self.names[1]: 3600}
        body = b"<html>" if self.status != 200 else json.dumps(given).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hpms_token(self):
        import httpx

        pair = {"keyId": self.key_id, "secret": self.secret}
        return httpx.post(f"{self.hpms_url}/api/idm/oauth/AMMtoken", json=pair).json()[
            "accessToken"
        ]

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture
def source(held, spare_number):
    class Own(Source):
        asked = []
        hpms_url, key_id, secret = held.hpms.url, f"K{spare_number}", f"secret-{spare_number}"

    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    Own.url = f"http://127.0.0.1:{server.server_port}/token"
    Thread(target=server.serve_forever, daemon=True).start()
    yield Own
    server.shutdown()
    server.server_close()


@pytest.fixture
def key(held, source):
    made = key_add(
        name="Outside",
        environment="sandbox",
        base_url=held.hpms.url,
        key_id=source.key_id,
        contract_ids=CONTRACTS,
        token_source_url=source.url,
        source_credential="for-the-source",
    )
    cache.delete_many([pair.cache_name for pair in openable(made)])
    return made


@pytest.mark.parametrize("names", [("accessToken", "expires"), ("access_token", "expires_in")])
def test_it_asks_the_source_and_calls_hpms_with_its_token(key, source, names):
    source.names = names
    run = download(key)
    assert run.state == DownloadRun.State.COMPLETE, run.error
    assert source.asked == [({"keyId": source.key_id}, "Bearer for-the-source")]
    assert KeyCredential.objects.get(api_key=key).sealed_secret is None
    assert b"for-the-source" not in bytes(key.sealed_source_credential)


def test_a_source_that_fails_is_what_the_words_speak_of(key, source):
    source.status = 503
    run = download(key)
    assert run.state == DownloadRun.State.FAILED
    assert run.error.startswith("The token source failed (503); HPMS was not asked.")
    key.refresh_from_db()
    assert key.status == ApiKey.Status.ACTIVE
    assert "The token source failed" in key.trouble
    source.status = 200
    assert download(key).state == DownloadRun.State.COMPLETE


def test_a_source_that_refuses_stops_the_key(key, source):
    source.status = 403
    assert download(key).state == DownloadRun.State.FAILED
    key.refresh_from_db()
    assert key.status == ApiKey.Status.STOPPED
    (alert,) = SyncAlert.objects.filter(key=key, kind=SyncAlert.Kind.KEY_REJECTED)
    assert alert.words.startswith("The token source refuses this application (403).")
    assert len(source.asked) == 1


@pytest.mark.parametrize(
    ("change", "forgotten"),
    [
        ({"source_credential": "a-new-one"}, True),
        ({"base_url": "http://127.0.0.1:1"}, True),
        ({"technical_name": "Terry Quill", "technical_phone": "(410) 555-0123"}, False),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_token_got_by_what_was_changed_is_kept_no_longer(key, change, forgotten):
    download(key)
    (pair,) = openable(key)
    assert cache.get(pair.cache_name)
    key_change(key, **change)
    assert (cache.get(pair.cache_name) is None) == forgotten


def test_a_secret_does_not_enter_such_a_key(source):
    outside = {"token_source_url": source.url, "key_id": "K", "secret": "mine"}
    with pytest.raises(ValidationError, match="keep the secret there"):
        key_add(name="Two ways", environment="sandbox", contract_ids=["H1234"], **outside)


@pytest.mark.parametrize(
    ("address", "said"),
    [("http://tokens.example", "needs an https address"), ("tokens", "This is no address")],
)
def test_it_refuses_a_source_in_the_clear(db, address, said):
    outside = {"token_source_url": address, "key_id": "K"}
    with pytest.raises(ValidationError, match=said):
        key_add(name="Open", environment="sandbox", contract_ids=["H1234"], **outside)


def test_a_key_keeps_its_way_to_tokens(held, source):
    with pytest.raises(ValidationError, match="for good"):
        key_change(held.key, token_source_url=source.url)
