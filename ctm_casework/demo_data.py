"""The demonstration's plans and people, made up; their one password is made for each folder."""

import io
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command

from ctm_casework.accounts.models import User
from hpms_sync.models import ApiKey
from hpms_sync.simulator.keys import SANDBOX_KEYS

OURS = "H1234,H5678,S4802"
OTHERS = "H9999"
CONTRACTS = (
    ("H1234", "Harbor Advantage", "MAO", "Harbor Health Plans"),
    ("H5678", "Harbor Elder Care", "PACE", "Harbor Health Plans"),
    ("S4802", "Harbor Rx", "PDP", "Harbor Health Plans"),
    ("H9999", "Lakeside Medicare", "MAO", "Lakeside Insurance"),
)


@dataclass(frozen=True)
class Person:
    username: str
    first_name: str
    last_name: str
    role: str
    contracts: str


PEOPLE = (
    Person("casey", "Casey", "Moreno", "caseworker", OURS),
    Person("sam", "Sam", "Whitfield", "supervisor", OURS),
    Person("pat", "Pat", "Lindqvist", "responsible_party", OURS),
    Person("rory", "Rory", "Adeyemi", "auditor", OURS),
    Person("avery", "Avery", "Tanaka", "administrator", OURS),
    Person("olive", "Olive", "Brandt", "caseworker", OTHERS),
)


def password(folder: Path) -> tuple[str, bool]:
    """Everyone's password, kept in `folder`, and whether it was made just now."""
    path = folder / "password"
    if path.exists():
        return path.read_text().strip(), False
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    made = "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(3))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made)
    return made, True


def make_contracts() -> None:
    for contract, name, plan_type, parent in CONTRACTS:
        quietly(
            "contract_set", contract, "--name", name, "--plan-type", plan_type, "--parent", parent
        )


def make_people(secret: str, new: bool) -> None:
    """Adds who is missing; a password made just now becomes everyone's."""
    known = {user.username: user for user in User.objects.filter(is_active=True)}
    for person in PEOPLE:
        if person.username not in known:
            options = ["--role", person.role, "--contracts", person.contracts, "--password-stdin"]
            quietly("user_add", person.username, *options, typed=secret)
            names = {"first_name": person.first_name, "last_name": person.last_name}
            User.objects.filter(username=person.username).update(**names)
        elif new:
            known[person.username].set_password(secret)
            known[person.username].save(update_fields=["password"])


def make_keys(simulator_url: str) -> None:
    """One API key for each of the two plans, both at the simulator's present address."""
    for name, key in zip(("Demo plan", "Other plan"), SANDBOX_KEYS, strict=True):
        if ApiKey.objects.filter(name=name).update(base_url=simulator_url):
            continue
        options = ["--name", name, "--environment", "sandbox", "--base-url", simulator_url]
        options += ["--key-id", key.key_id, "--contracts", ",".join(key.contracts)]
        quietly("hpms_key", "add", *options, "--secret-stdin", typed=key.secret)


def quietly(command: str, *arguments: str, typed: str = "") -> None:
    """Runs a management command with `typed` on its standard input and its output thrown away."""
    before, sys.stdin = sys.stdin, io.StringIO(typed)
    try:
        call_command(command, *arguments, stdout=io.StringIO())
    finally:
        sys.stdin = before
