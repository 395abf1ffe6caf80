"""The demonstration's plans and people, made up; their one password is made for each folder."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from ctm_casework.accounts.models import User
from ctm_casework.accounts.services import contract_set, user_add
from hpms_sync.keys.registry import key_add
from hpms_sync.models import ApiKey
from hpms_sync.simulator.keys import SANDBOX_KEYS

OURS = ("H1234", "H5678", "S4802")
OTHERS = ("H9999",)
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
    contracts: tuple[str, ...]


PEOPLE = (
    Person("casey", "Casey", "Moreno", "caseworker", OURS),
    Person("priya", "Priya", "Nair", "caseworker", OURS),
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
    for contract_id, name, plan_type, parent in CONTRACTS:
        contract_set(contract_id, name=name, plan_type=plan_type, parent=parent)


def make_people(secret: str, new: bool) -> None:
    """Adds who is missing; a password made just now becomes everyone's."""
    known = {user.username: user for user in User.objects.all()}
    for person in PEOPLE:
        if person.username not in known:
            user_add(
                person.username,
                role=person.role,
                contract_ids=person.contracts,
                password=secret,
                first_name=person.first_name,
                last_name=person.last_name,
            )
        elif new:
            known[person.username].set_password(secret)
            known[person.username].save(update_fields=["password"])


def make_keys(simulator_url: str) -> None:
    """One API key for each of the two plans, both at the simulator's present address."""
    pat = User.objects.get(username="pat")
    for name, key, person in zip(
        ("Demo plan", "Other plan"), SANDBOX_KEYS, (pat, None), strict=True
    ):
        if not ApiKey.objects.filter(name=name).update(base_url=simulator_url):
            key_add(
                name=name,
                environment=ApiKey.Environment.SANDBOX,
                base_url=simulator_url,
                key_id=key.key_id,
                secret=key.secret,
                contract_ids=key.contracts,
                responsible_party=person,
            )
