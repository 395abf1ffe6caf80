"""Appendix C 1.1 and the two causes of 401."""

import httpx
import pytest

from hpms_sync.simulator.process import SimulatorProcess

from .conftest import Plan


def test_it_gives_a_token_that_opens_a_download(plan):
    answer = plan.ask_token()
    assert answer.status_code == 200
    assert set(answer.json()) == {"accessToken", "expires"}
    assert answer.json()["expires"] == 3600
    assert plan.ask_download().status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"keyId": "SIMKEY01", "secret": "wrong"},
        {"keyId": "NOBODY", "secret": "simulator-secret-01"},
        {"keyId": "SIMKEY01"},
        {"keyId": 1, "secret": 2},
        {"key": "SIMKEY01", "password": "simulator-secret-01"},
    ],
)
def test_it_refuses_a_wrong_key(plan, body):
    answer = plan.ask_token(**body)
    assert (answer.status_code, answer.json()) == (401, {"error": "Authorization failed"})


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": ""},
        {"Authorization": "Bearer made-up"},
        {"X-API-CONSUMER-ID": ""},
        {"X-API-CONSUMER-ID": "SIMKEY02"},
    ],
)
def test_it_refuses_calls_without_token_or_with_another_keys_id(plan, headers):
    plan.headers |= headers
    for answer in (plan.ask_download(), plan.ask_upload()):
        assert (answer.status_code, answer.json()) == (401, {"error": "Authorization failed"})


def test_it_refuses_a_call_without_the_consumer_id_header(plan):
    del plan.headers["X-API-CONSUMER-ID"]
    assert plan.ask_download().status_code == 401


def test_it_refuses_a_body_that_is_not_declared_json(plan):
    answer = plan.http.post(
        "/api/ctm_ext/api/downloadcomplaints",
        content="{}",
        headers={**plan.headers, "Content-Type": "text/plain"},
    )
    assert answer.status_code == 415


def test_it_refuses_an_expired_token_and_takes_a_new_one(hpms, plan):
    hpms.cms("expire_tokens")
    assert plan.ask_download().status_code == 401
    assert plan.sign_in().ask_download().status_code == 200


def test_it_ends_a_token_after_its_seconds_and_takes_field_names_and_keys_from_flags():
    flags = ("--token-seconds", "0", "--token-key-field", "clientId")
    flags += ("--token-secret-field", "clientSecret", "--key", "MYKEY:my-secret:H1234")
    with SimulatorProcess(complaints=0, arguments=flags) as hpms:
        plan = Plan(hpms.url, hpms.key)
        answer = plan.ask_token(clientId="MYKEY", clientSecret="my-secret")
        assert answer.json()["expires"] == 0
        plan.headers = {
            "Authorization": f"Bearer {answer.json()['accessToken']}",
            "X-API-CONSUMER-ID": "MYKEY",
        }
        assert plan.ask_download().status_code == 401


def test_a_deactivated_key_opens_nothing_and_a_rotated_one_only_under_its_new_name():
    with SimulatorProcess(complaints=46) as hpms:
        first, second = Plan(hpms.url, hpms.key).sign_in(), Plan(hpms.url, hpms.other_key).sign_in()
        hpms.cms("deactivate_key", key_id="SIMKEY01")
        assert (first.ask_token().status_code, first.ask_download().status_code) == (401, 401)
        hpms.cms("rotate_key", key_id="SIMKEY02", new_key_id="NEWKEY", new_secret="new-secret")
        assert (second.ask_token().status_code, second.ask_download().status_code) == (401, 401)
        answer = second.ask_token(keyId="NEWKEY", secret="new-secret")
        second.headers = {
            "Authorization": f"Bearer {answer.json()['accessToken']}",
            "X-API-CONSUMER-ID": "NEWKEY",
        }
        assert {record["CONTRACT_ID"] for record in second.download().values()} == {"H9999"}


def test_it_answers_health_and_only_post_on_the_api(hpms):
    assert httpx.get(f"{hpms.url}/_simulator/health").status_code == 200
    assert httpx.get(f"{hpms.url}/api/idm/oauth/AMMtoken").status_code == 405
    assert httpx.get(f"{hpms.url}/elsewhere").status_code == 404
