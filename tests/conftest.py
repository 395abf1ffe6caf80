"""Brings the embedded engines up once for the whole run: each worker of pytest-xdist has its own."""

import pytest
from django.test import TransactionTestCase

from ctm_casework import embedded, env
from tests.emptying import empty


def pytest_configure(config: pytest.Config) -> None:
    TransactionTestCase._fixture_teardown = empty
    if _only_hands_tests_out(config):
        return
    embedded.hold(
        env.data_dir(),
        postgres=not env.text("DATABASE_URL"),
        redis=not env.text("REDIS_URL"),
        durable=False,
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    embedded.release(env.data_dir())


def _only_hands_tests_out(config: pytest.Config) -> bool:
    return config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")
