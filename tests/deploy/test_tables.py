"""A database without tables: the embedded one gets them, one's own is left to its owner."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.browser.worker import database_url

ROOT = Path(__file__).resolve().parents[2]
EMPTY = "ctm_without_tables"


def contract_set(**variables: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    return subprocess.run(
        [sys.executable, "manage.py", "contract_set", "H1234"],
        cwd=ROOT,
        env={**env, "DJANGO_SETTINGS_MODULE": "ctm_casework.settings", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_on_a_fresh_folder_makes_the_tables(tmp_path):
    said = contract_set(CTM_DATA_DIR=str(tmp_path / "fresh"))
    assert said.returncode == 0, said.stderr
    assert "H1234" in said.stdout


@pytest.mark.django_db(transaction=True)
def test_a_command_on_an_empty_database_of_ones_own_says_what_to_do():
    address = database_url().rpartition("/")[0]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {EMPTY}")
        cursor.execute(f"CREATE DATABASE {EMPTY}")
    try:
        said = contract_set(DATABASE_URL=f"{address}/{EMPTY}")
        assert said.returncode == 1
        assert "manage.py migrate" in said.stderr
        assert "Traceback" not in said.stderr
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {EMPTY}")
