from argparse import ArgumentParser
from typing import Any

from ctm_casework.accounts.command import CtmCommand, contract_ids, secret_from_stdin
from hpms_sync.keys import key_add
from hpms_sync.models import ApiKey


class Command(CtmCommand):
    help = "Adds an HPMS API key (the secret comes on standard input and is sealed), or lists keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        add = what.add_parser("add", help="keep a key")
        super().add_arguments(add)
        add.add_argument("--name", required=True, help="what people here call it")
        add.add_argument("--environment", required=True, choices=ApiKey.Environment.values)
        add.add_argument("--base-url", default="", metavar="URL", help="default: the environment's")
        add.add_argument("--key-id", required=True, metavar="ID")
        add.add_argument("--contracts", required=True, type=contract_ids, help="H1234,S5678")
        add.add_argument("--secret-stdin", required=True, action="store_true")
        super().add_arguments(what.add_parser("list", help="list the keys, without their secrets"))

    def act(self, **options: Any) -> dict[str, Any]:
        if options["what"] == "list":
            return {"keys": [_told(key) for key in ApiKey.objects.prefetch_related("contracts")]}
        key = key_add(
            name=options["name"],
            environment=options["environment"],
            base_url=options["base_url"],
            key_id=options["key_id"],
            secret=secret_from_stdin(),
            contract_ids=options["contracts"],
        )
        return {"keys": [_told(key)]}

    def words(self, told: dict[str, Any]) -> str:
        lines = [
            f"{key['name']}  {key['environment']}  {key['key_id']}  {key['base_url']}  "
            f"{','.join(key['contracts'])}  {key['trouble'] or 'no trouble known'}"
            for key in told["keys"]
        ]
        return "\n".join(lines) or "No keys yet."


def _told(key: ApiKey) -> dict[str, Any]:
    return {
        "name": key.name,
        "environment": key.environment,
        "key_id": key.key_id,
        "base_url": key.url,
        "contracts": sorted(contract.pk for contract in key.contracts.all()),
        "active": key.active,
        "trouble": key.trouble,
    }
