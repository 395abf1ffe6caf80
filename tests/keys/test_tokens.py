"""The token broker: designated people and services get tokens, never the secret."""

import pytest
from django.core.cache import cache
from knox.models import AuthToken
from rest_framework.test import APIClient

from hpms_sync.keys.life import key_deactivate
from hpms_sync.keys.token_broker import designation_revoke, person_designate, service_designate
from hpms_sync.models import ApiKey, TokenIssue
from tests.factories import make_user

API = "/api/v1/hpms-token/"


@pytest.fixture
def casey(db):
    """Has asked for nothing yet: another run's counts are not Casey's."""
    made = make_user("caseworker", ["H1234", "H5678"])
    cache.delete(f"throttle_hpms-token_{made.pk}")
    return made


def as_person(person):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {AuthToken.objects.create(person)[1]}")
    return client


def as_service(credential):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Service {credential}")
    return client


def said(response):
    return response.json()["errors"][0]["message"]


def test_a_designated_person_gets_a_token_that_hpms_takes(held, casey, pat):
    designation = person_designate(held.key, casey, pat)
    response = as_person(casey).post(API, {"key": "Sandbox"})
    assert response.status_code == 200, response.content
    given = response.json()
    assert given["consumer_id"] == held.key_id
    assert given["base_url"] == held.hpms.url
    assert 3400 < given["expires_in"] <= 3600
    assert response["Cache-Control"] == "no-store"
    assert f"secret-{held.number}" not in response.content.decode()
    assert hpms_takes(given)
    issue = TokenIssue.objects.get()
    assert (issue.designation, issue.from_address) == (designation, "127.0.0.1")
    assert given["token"] not in repr(list(TokenIssue.objects.values()))


def hpms_takes(given):
    import httpx

    headers = {
        "Authorization": f"Bearer {given['token']}",
        "X-API-CONSUMER-ID": given["consumer_id"],
    }
    address = f"{given['base_url']}/api/ctm_ext/api/uploadcaseworkfile"
    return httpx.post(address, json=[], headers=headers).status_code == 200


def test_a_designated_service_proves_itself_with_its_own_credential(held, pat):
    designation, credential = service_designate(held.key, "Reporting", pat)
    response = as_service(credential).post(API, {})
    assert response.status_code == 200, response.content
    assert TokenIssue.objects.get().designation == designation
    assert credential not in repr(vars(designation))
    wrong = as_service(credential[:-1] + "x").post(API, {})
    assert (wrong.status_code, said(wrong)[:15]) == (401, "No such service")


def test_who_is_not_designated_gets_none(held, casey):
    refused = as_person(casey).post(API, {"key": "Sandbox"})
    assert refused.status_code == 403
    assert "You are not designated" in said(refused)
    assert held.calls("token") == 0
    assert not TokenIssue.objects.exists()


def test_it_asks_which_key(held, casey):
    asked = as_person(casey).post(API, {})
    assert (asked.status_code, said(asked)) == (400, "Name the key, by its name or id.")


def test_nobody_gets_one_unsigned(held):
    assert APIClient().post(API, {"key": "Sandbox"}).status_code == 401


@pytest.mark.parametrize("whom", ["person", "service"])
def test_none_after_the_designation_is_revoked(held, casey, pat, whom):
    if whom == "person":
        designation = person_designate(held.key, casey)
        client = as_person(casey)
    else:
        designation, credential = service_designate(held.key, "Reporting")
        client = as_service(credential)
    assert client.post(API, {"key": "Sandbox"}).status_code == 200
    assert designation_revoke(designation, pat)
    assert client.post(API, {"key": "Sandbox"}).status_code in {401, 403}
    assert TokenIssue.objects.count() == 1


def test_none_of_a_stopped_or_a_deactivated_key(held, casey):
    person_designate(held.key, casey)
    ApiKey.objects.update(status="STOPPED")
    refused = as_person(casey).post(API, {"key": "Sandbox"})
    assert (refused.status_code, "is stopped until" in said(refused)) == (403, True)
    key_deactivate(held.key)
    refused = as_person(casey).post(API, {"key": "Sandbox"})
    assert refused.status_code == 403


def test_none_for_whoever_lost_one_of_its_contracts(held, casey):
    person_designate(held.key, casey)
    casey.contract_access.get(contract="H5678").delete()
    refused = as_person(casey).post(API, {"key": "Sandbox"})
    assert refused.status_code == 403
    assert "no access to H5678" in said(refused)


def test_it_says_when_hpms_gives_none(held, casey):
    person_designate(held.key, casey)
    held.hpms.fault("token", "status", status=500, times=9)
    away = as_person(casey).post(API, {"key": "Sandbox"})
    assert (away.status_code, "HPMS failed (500)" in said(away)) == (503, True)


def test_it_gives_one_asker_so_many_a_minute(held, casey, settings):
    settings.HPMS_TOKENS_PER_MINUTE = 2
    person_designate(held.key, casey)
    client = as_person(casey)
    statuses = [client.post(API, {"key": held.key_id}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert held.calls("token") == 1


def test_only_who_has_all_its_contracts_is_designated(held):
    from django.core.exceptions import ValidationError

    olive = make_user("caseworker", ["H9999"], username="olive")
    with pytest.raises(ValidationError, match="no access to H1234, H5678"):
        person_designate(held.key, olive)
