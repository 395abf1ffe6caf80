"""Who looks at the screens, and a way to read what a page says."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from ctm_casework.accounts.models import User
from tests.factories import make_user


@pytest.fixture
def casey(db: None) -> User:
    return make_user("caseworker")


@pytest.fixture
def desk(client: Client, casey: User) -> Client:
    """A browser in which Casey the caseworker is signed in."""
    client.force_login(casey)
    return client


@pytest.fixture
def words() -> Callable[[HttpResponse], str]:
    """What a page says, without its markup, blanks run together."""

    def read(response: HttpResponse) -> str:
        text = re.sub(r"<[^>]*>", " ", response.content.decode())
        return re.sub(r"\s+", " ", unescape(text))

    return read
