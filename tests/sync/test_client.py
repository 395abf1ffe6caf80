"""The API client: one token for many calls, tries only where that is safe, errors that say what to do."""

import io
import socket
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import stamina
from django.core.cache import cache
from django.utils import timezone

from complaints.casework_payload import Payload, payload
from hpms_sync.client import Credentials, HpmsClient
from hpms_sync.errors import (
    HpmsAuthorizationFailed,
    HpmsBusy,
    HpmsError,
    HpmsForbidden,
    HpmsMisdirected,
    HpmsNoAnswer,
    HpmsNoToken,
    HpmsRefused,
    HpmsServerError,
    HpmsTooLate,
    HpmsUnreachable,
    HpmsUnreadable,
)
from hpms_sync.sealing import unseal
from hpms_sync.simulator.process import SimulatorProcess
from tests.sync.road import CASE, NOTE

TODAY = date(2026, 3, 16)


def credentials(hpms: SimulatorProcess, **other: str) -> Credentials:
    own = {"base_url": hpms.url, "key_id": hpms.key.key_id, "secret": hpms.key.secret}
    found = Credentials(**own | other)
    cache.delete(found.cache_name)
    return found


@pytest.fixture
def client(hpms: SimulatorProcess) -> Iterator[HpmsClient]:
    hpms.cms("add_record", record={"COMPLAINT_ID": CASE})
    with HpmsClient(credentials(hpms)) as made:
        yield made


def download(client: HpmsClient) -> bytes:
    body = io.BytesIO()
    client.download("0", ["H1234"], TODAY - timedelta(days=9000), TODAY.replace(year=2099), body)
    return body.read()


def note(complaint_id: str = CASE) -> Payload:
    return payload(complaint_id, {"caseworkNotes": NOTE, "resolveComplaintYN": "N"})


def upload(client: HpmsClient) -> list[Any]:
    return client.upload([note()])


CALLS: dict[str, Callable[[HpmsClient], object]] = {"download": download, "upload": upload}


def calls(hpms: SimulatorProcess) -> dict[str, int]:
    return {endpoint: len(hpms.journal(endpoint)) for endpoint in ("token", "download", "upload")}


# Token


def test_it_uses_one_token_for_many_calls(client: HpmsClient, hpms: SimulatorProcess) -> None:
    for _ in range(3):
        download(client)
        upload(client)
    with HpmsClient(client.credentials) as another:
        download(another)
    assert calls(hpms) == {"token": 1, "download": 4, "upload": 3}


def test_it_keeps_the_token_sealed_and_until_shortly_before_it_expires(client: HpmsClient) -> None:
    token = client.token()
    kept = cache.get(client.credentials.cache_name)
    assert token not in repr(kept)
    assert unseal(kept["sealed"]) == token
    redis = cache._cache.get_client()
    seconds = redis.ttl(cache.make_key(client.credentials.cache_name))
    assert 3400 < seconds <= 3500


def test_it_asks_anew_for_a_token_about_to_expire() -> None:
    with SimulatorProcess(complaints=0, arguments=["--token-seconds", "90"]) as hpms:
        with HpmsClient(credentials(hpms)) as client:
            download(client)
            download(client)
        assert calls(hpms)["token"] == 2


def test_it_asks_anew_for_a_token_it_can_no_longer_open(
    client: HpmsClient, hpms: SimulatorProcess, settings: Any
) -> None:
    from cryptography.fernet import Fernet

    download(client)
    settings.CTM_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    download(client)
    assert calls(hpms)["token"] == 2


@pytest.mark.parametrize("endpoint", CALLS)
def test_it_gets_a_fresh_token_once_when_hpms_knows_the_old_one_no_more(
    client: HpmsClient, hpms: SimulatorProcess, endpoint: str
) -> None:
    client.token()
    hpms.cms("expire_tokens")
    CALLS[endpoint](client)
    assert calls(hpms)["token"] == 2
    assert calls(hpms)[endpoint] == 2


@pytest.mark.parametrize("endpoint", CALLS)
def test_it_gives_up_after_the_second_401(
    client: HpmsClient, hpms: SimulatorProcess, endpoint: str
) -> None:
    hpms.fault(endpoint, "status", status=401, times=9)
    with pytest.raises(HpmsAuthorizationFailed):
        CALLS[endpoint](client)
    assert (calls(hpms)["token"], calls(hpms)[endpoint]) == (2, 2)


@pytest.mark.parametrize("wrong", ["key_id", "secret"])
def test_it_says_what_to_do_about_a_wrong_key(hpms: SimulatorProcess, wrong: str) -> None:
    with (
        HpmsClient(credentials(hpms, **{wrong: "not-the-one"})) as client,
        pytest.raises(HpmsAuthorizationFailed) as refused,
    ):
        client.token()
    assert str(refused.value) == (
        "HPMS refused the key: Authorization failed. Check key id and secret, and that HPMS has not "
        "deactivated the key."
    )
    assert calls(hpms)["token"] == 1
    assert refused.value.about_key
    assert not refused.value.try_again


def test_it_sends_the_token_request_under_the_names_that_were_set(settings: Any) -> None:
    names = ["--token-key-field", "apiKeyId", "--token-secret-field", "apiKeySecret"]
    with SimulatorProcess(complaints=0, arguments=names) as hpms:
        with HpmsClient(credentials(hpms)) as client, pytest.raises(HpmsAuthorizationFailed):
            client.token()
        settings.HPMS_TOKEN_KEY_ID_FIELD, settings.HPMS_TOKEN_SECRET_FIELD = names[1], names[3]
        with HpmsClient(credentials(hpms)) as client:
            assert client.token()


@pytest.mark.parametrize("kind", ["unreadable_json", "incomplete_200", "html", "truncate"])
def test_it_knows_that_nothing_was_sent_when_the_token_cannot_be_read(
    client: HpmsClient, hpms: SimulatorProcess, kind: str
) -> None:
    hpms.fault("token", kind)
    with pytest.raises(HpmsNoToken) as error:
        upload(client)
    assert not error.value.maybe_done
    assert calls(hpms)["upload"] == 0


def test_it_shows_the_secret_nowhere(client: HpmsClient) -> None:
    assert client.credentials.secret not in repr(client.credentials)
    assert client.credentials.secret not in client.credentials.cache_name


# Download


def test_it_tries_a_read_again(client: HpmsClient, hpms: SimulatorProcess) -> None:
    for kind in ("status", "reset_before"):
        hpms.fault("download", kind)
    assert CASE.encode() in download(client)
    assert calls(hpms)["download"] == 3


@pytest.mark.parametrize(
    ("fault", "error", "tried"),
    [
        ({"kind": "status", "status": 500}, HpmsServerError, 3),
        ({"kind": "status", "status": 429}, HpmsBusy, 3),
        ({"kind": "status", "status": 400}, HpmsRefused, 1),
        ({"kind": "status", "status": 403}, HpmsForbidden, 1),
        ({"kind": "status", "status": 404}, HpmsMisdirected, 1),
        ({"kind": "status", "status": 302}, HpmsUnreadable, 3),
        ({"kind": "html", "status": 503}, HpmsServerError, 3),
        ({"kind": "reset_after"}, HpmsNoAnswer, 3),
        ({"kind": "cut_connection"}, HpmsNoAnswer, 3),
    ],
)
def test_it_types_what_goes_wrong_with_a_download(
    client: HpmsClient,
    hpms: SimulatorProcess,
    fault: dict[str, Any],
    error: type[HpmsError],
    tried: int,
) -> None:
    hpms.fault("download", times=9, **fault)
    with pytest.raises(error) as raised:
        download(client)
    assert type(raised.value) is error
    assert calls(hpms)["download"] == tried
    assert "<" not in str(raised.value)


def test_it_writes_a_body_whole_after_one_that_broke_off(
    client: HpmsClient, hpms: SimulatorProcess
) -> None:
    whole = download(client)
    hpms.fault("download", "cut_connection")
    assert download(client) == whole


# Upload


def test_it_reads_results_in_any_order(client: HpmsClient) -> None:
    results = client.upload([note(), note("C9999999999")])
    assert [(result.line, result.complaint_id) for result in results] == [
        (2, "C9999999999"),
        (1, CASE),
    ]
    assert [result.message for result in results] == [
        "The specified case does not exist.",
        "Casework Saved",
    ]


@pytest.mark.parametrize("wrapper", ["", "casework"])
def test_it_wraps_the_batch_as_was_set(client: HpmsClient, settings: Any, wrapper: str) -> None:
    settings.HPMS_UPLOAD_WRAPPER = wrapper
    assert [result.message for result in upload(client)] == ["Casework Saved"]


def test_it_is_refused_under_a_wrapper_hpms_does_not_know(
    client: HpmsClient, settings: Any
) -> None:
    settings.HPMS_UPLOAD_WRAPPER = "items"
    with pytest.raises(HpmsRefused, match="must be an array of casework items"):
        upload(client)


@pytest.mark.parametrize(
    ("fault", "error", "maybe_done"),
    [
        ({"kind": "status", "status": 500}, HpmsServerError, True),
        ({"kind": "status", "status": 503}, HpmsServerError, True),
        ({"kind": "status", "status": 302}, HpmsUnreadable, True),
        ({"kind": "status", "status": 429}, HpmsBusy, False),
        ({"kind": "status", "status": 400}, HpmsRefused, False),
        ({"kind": "status", "status": 403}, HpmsForbidden, False),
        ({"kind": "status", "status": 404}, HpmsMisdirected, False),
        ({"kind": "status", "status": 408}, HpmsNoAnswer, True),
        ({"kind": "html"}, HpmsUnreadable, True),
        ({"kind": "unreadable_json"}, HpmsUnreadable, True),
        ({"kind": "truncate"}, HpmsUnreadable, True),
        ({"kind": "reset_before"}, HpmsNoAnswer, True),
        ({"kind": "reset_after"}, HpmsNoAnswer, True),
        ({"kind": "cut_connection"}, HpmsNoAnswer, True),
        ({"kind": "hang", "seconds": 1}, HpmsNoAnswer, True),
    ],
)
def test_it_sends_an_upload_once_whatever_goes_wrong(
    client: HpmsClient,
    hpms: SimulatorProcess,
    settings: Any,
    fault: dict[str, Any],
    error: type[HpmsError],
    maybe_done: bool,
) -> None:
    client.http.timeout = 0.5
    hpms.fault("upload", times=9, **fault)
    with pytest.raises(error) as raised:
        upload(client)
    assert type(raised.value) is error
    assert raised.value.maybe_done is maybe_done
    assert calls(hpms)["upload"] == 1
    assert "<" not in str(raised.value)
    assert NOTE not in str(raised.value)


def test_it_sends_nothing_after_the_batchs_time(client: HpmsClient, hpms: SimulatorProcess) -> None:
    now = timezone.now()
    with pytest.raises(HpmsTooLate) as late:
        client.upload([note()], until=now)
    assert not late.value.maybe_done
    assert calls(hpms)["upload"] == 0
    assert client.upload([note()], until=now + timedelta(minutes=1))


def test_it_sends_nothing_when_the_time_ran_out_over_a_fresh_token(
    client: HpmsClient, hpms: SimulatorProcess
) -> None:
    client.token()
    hpms.fault("upload", "status", status=401)
    hpms.fault("token", "slow", seconds=1)
    with pytest.raises(HpmsTooLate):
        client.upload([note()], until=timezone.now() + timedelta(seconds=0.9))
    assert calls(hpms)["upload"] == 1


@pytest.mark.parametrize(("endpoint", "error"), [("token", HpmsNoToken), ("upload", HpmsNoAnswer)])
def test_it_does_not_wait_for_an_answer_in_dribs_and_drabs(
    client: HpmsClient,
    hpms: SimulatorProcess,
    settings: Any,
    endpoint: str,
    error: type[HpmsError],
) -> None:
    settings.HPMS_READ_SECONDS = 0.2
    hpms.fault(endpoint, "drip", seconds=1, times=3)
    with pytest.raises(error, match="did not end in time"):
        upload(client)
    settings.HPMS_READ_SECONDS = 5
    hpms.fault(endpoint, "drip", seconds=0.2)
    assert upload(client)


# Nobody there


def test_it_says_that_hpms_cannot_be_reached(client: HpmsClient, hpms: SimulatorProcess) -> None:
    client.token()
    hpms.kill()
    for call in CALLS.values():
        with pytest.raises(HpmsUnreachable, match="cannot be reached") as error:
            call(client)
        assert not error.value.maybe_done


def test_it_tries_an_upload_again_when_nothing_was_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with SimulatorProcess(complaints=0, port=port) as hpms:
        hpms.cms("add_record", record={"COMPLAINT_ID": CASE})
        with HpmsClient(credentials(hpms)) as client:
            client.token()
            hpms.stop()
            tries: list[object] = []

            def come_back(details: object) -> None:
                tries.append(details)
                if len(tries) == 2:
                    hpms.start()

            stamina.instrumentation.set_on_retry_hooks([come_back])
            try:
                assert [result.message for result in upload(client)] == ["Casework Saved"]
            finally:
                stamina.instrumentation.set_on_retry_hooks(None)
        assert len(tries) == 2
        assert calls(hpms)["upload"] == 1


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "nowhere"])
def test_it_says_that_a_base_url_is_no_address(hpms: SimulatorProcess, url: str) -> None:
    with (
        HpmsClient(credentials(hpms, base_url=url)) as client,
        pytest.raises(HpmsMisdirected, match="no web address"),
    ):
        client.token()
