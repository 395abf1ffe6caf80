"""Sign-in, roles, contracts, and the one body every refusal has."""

import pytest
from django.urls import reverse
from knox.models import AuthToken
from rest_framework.test import APIClient

from complaints.models import CaseworkNote
from ctm_casework.accounts.models import AccessLog
from tests.api.conftest import API, NOTE, client_of
from tests.factories import PASSWORD, make_complaint, make_user

pytestmark = pytest.mark.django_db


def only_error(response):
    (error,) = response.json()["errors"]
    assert set(error) == {"rule", "severity", "field", "message", "citation"}
    return error


def test_it_wants_to_know_who_asks():
    response = APIClient().get(API)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Token"
    assert only_error(response)["rule"] == "access"
    assert "Authorization: Token" in only_error(response)["message"]


def test_it_lets_a_token_in(casey):
    make_complaint("C2611210001")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {AuthToken.objects.create(casey)[1]}")
    response = client.get(API)
    assert [row["complaint_id"] for row in response.json()["results"]] == ["C2611210001"]


def test_it_refuses_a_token_nobody_was_given():
    response = APIClient().get(API, HTTP_AUTHORIZATION="Token 0123456789abcdef")
    assert response.status_code == 401
    assert only_error(response)["rule"] == "access"


def test_it_lets_a_signed_in_session_in_and_wants_its_csrf_token_to_write(casey):
    complaint = make_complaint()
    client = APIClient(enforce_csrf_checks=True)
    assert client.login(username=casey.username, password=PASSWORD)
    assert client.get(API).status_code == 200
    refused = client.post(f"{API}{complaint.pk}/notes/", {"text": NOTE})
    assert refused.status_code == 403
    assert only_error(refused)["rule"] == "access"
    assert not CaseworkNote.objects.exists()


@pytest.mark.parametrize("door", ["", "notes/", "contacts/", "resolve/", "findings/"])
def test_a_complaint_of_another_plan_does_not_exist_for_olive(door):
    complaint = make_complaint(contract="H1234")
    olive = client_of(make_user("caseworker", ["H9999"], username="olive"))
    address = f"{API}{complaint.pk}/{door}"
    ask = olive.get if door in {"", "findings/"} else olive.post
    response = ask(address)
    assert response.status_code == 404
    assert only_error(response)["rule"] == "input"
    assert olive.get(API).json()["results"] == []


def test_rory_reads_and_writes_nothing():
    complaint = make_complaint()
    rory = client_of(make_user("auditor", ["H1234"]))
    assert rory.get(f"{API}{complaint.pk}/").status_code == 200
    for door in ("notes", "contacts", "resolve"):
        refused = rory.post(f"{API}{complaint.pk}/{door}/", {"text": NOTE})
        assert refused.status_code == 403
        assert only_error(refused)["rule"] == "access"
        assert "role" in only_error(refused)["message"]


@pytest.mark.parametrize("role", ["administrator", "responsible_party"])
def test_keepers_of_keys_and_accounts_see_no_beneficiary(role):
    complaint = make_complaint()
    client = client_of(make_user(role, ["H1234"]))
    assert client.get(f"{API}{complaint.pk}/").status_code == 403
    assert client.get(API).status_code == 403


def test_a_wrong_method_keeps_the_body(api):
    response = api.delete(API)
    assert response.status_code == 405
    assert only_error(response)["rule"] == "input"


def test_broken_json_is_refused_with_the_remedy(api):
    complaint = make_complaint()
    response = api.post(
        f"{API}{complaint.pk}/notes/", '{"text": "Delores', content_type="application/json"
    )
    assert response.status_code == 400
    assert "JSON" in only_error(response)["message"]
    assert "Delores" not in response.content.decode()


def test_json_that_is_no_object_is_refused(api):
    response = api.post(f"{API}{make_complaint().pk}/notes/", ["text"])
    assert response.status_code == 400
    assert only_error(response)["rule"] == "input"


def test_a_form_is_no_json(api):
    response = api.post(f"{API}{make_complaint().pk}/notes/", {"text": NOTE}, format="multipart")
    assert response.status_code == 415
    assert "application/json" in only_error(response)["message"]


@pytest.mark.parametrize(
    ("door", "route"),
    [("", "api-complaint"), ("findings/", "api-findings")],
)
def test_it_logs_who_looked_at_a_complaint(api, casey, door, route):
    complaint = make_complaint()
    api.get(f"{API}{complaint.pk}/{door}")
    look = AccessLog.objects.get()
    assert (look.user, look.door, look.complaint_ids) == (casey, route, [complaint.pk])


def test_it_logs_a_list_as_one_look_at_the_ids_shown(api):
    ids = {make_complaint().pk for _ in range(3)}
    make_complaint(contract="H9999")
    api.get(API)
    look = AccessLog.objects.get()
    assert look.door == "api-complaints"
    assert set(look.complaint_ids) == ids


def test_the_schema_is_for_people_signed_in(api):
    assert APIClient().get(reverse("api-schema")).status_code == 401
    assert "openapi" in api.get(reverse("api-schema")).content.decode()
