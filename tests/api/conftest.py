import pytest
from rest_framework.test import APIClient

from tests.factories import make_user

NOTE = (
    "She was billed the August premium twice. Found the second payment in the billing system and "
    "refunded it. She was told by phone and agrees."
)
API = "/api/v1/complaints/"


@pytest.fixture
def casey(db):
    return make_user("caseworker", ["H1234"])


@pytest.fixture
def api(casey):
    """Casey at the API."""
    return client_of(casey)


def client_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def rules_of(response):
    """Ids of a refusal's entries, in order."""
    assert response.status_code == 400, response.content
    return [error["rule"] for error in response.json()["errors"]]


def error_at(response, field):
    """The one entry about this field."""
    (error,) = [one for one in response.json()["errors"] if one["field"] == field]
    return error
