"""Brings the embedded engines up once for the whole run."""

import pytest
from django.test import TransactionTestCase

from ctm_casework import embedded, env
from tests.emptying import empty


def pytest_configure(config: pytest.Config) -> None:
    embedded.hold(
        env.data_dir(),
        postgres=not env.text("DATABASE_URL"),
        redis=not env.text("REDIS_URL"),
        durable=False,
    )
    TransactionTestCase._fixture_teardown = empty


def pytest_unconfigure(config: pytest.Config) -> None:
    embedded.release(env.data_dir())
