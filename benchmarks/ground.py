"""Where benchmarks run: a data folder and a database of their own, made anew for each run."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

DATABASE = "ctm_bench"
PEOPLE = 20


def fresh_database(data_dir: Path) -> None:
    """Starts the embedded engines of the folder (or uses DATABASE_URL's server), makes the database
    `ctm_bench` anew, sets Django up on it and migrates. Child processes find it by the environment."""
    os.environ |= {
        "CTM_DATA_DIR": str(data_dir),
        "CTM_ENV": "development",
        "CTM_HTTPS": "0",
        "DJANGO_SETTINGS_MODULE": "ctm_casework.settings",
    }
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    from ctm_casework import env

    env.hold_engines()
    url = env.database_url()
    with psycopg.connect(url, autocommit=True) as connection:
        name = sql.Identifier(DATABASE)
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        except psycopg.errors.ObjectInUse:
            raise SystemExit(
                f"Another process uses the database {DATABASE}. End it first."
            ) from None
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    os.environ["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{DATABASE}").geturl()
    _migrate()


def _migrate() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def people_and_key() -> None:
    """Twenty caseworkers (the first is Casey), each for every contract, and one API key whose
    address each benchmark sets."""
    from ctm_casework.accounts.access import Role
    from ctm_casework.accounts.models import User
    from ctm_casework.accounts.services import contract_set, contracts_known
    from hpms_sync.keys.registry import key_add
    from hpms_sync.simulator.generator import CONTRACTS

    for contract_id in CONTRACTS:
        contract_set(contract_id, name="Evergreen Health Plan", plan_type="MAO")
    for number in range(PEOPLE):
        person = User(username=f"casey{number}", first_name="Casey", last_name=f"Moran {number}")
        person.role = Role.CASEWORKER
        person.save()
        person.contracts.set(contracts_known(CONTRACTS))
    key_add(
        name="benchmark",
        environment="sandbox",
        base_url="",
        key_id="benchmark",
        secret="benchmark",
        contract_ids=CONTRACTS,
    )
