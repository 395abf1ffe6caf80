import pytest

from tests.factories import make_complaint, make_user
from tests.screens.conftest import desk, words  # noqa: F401
from tests.sync.conftest import _no_waiting, quick_road, shared_hpms  # noqa: F401


@pytest.fixture
def casey(db):
    return make_user("caseworker")


@pytest.fixture
def complaint(db):
    return make_complaint()
