from argparse import ArgumentParser
from typing import Any

from knox.models import AuthToken

from ctm_casework.accounts.access import Role
from ctm_casework.accounts.command import CtmCommand, contract_ids, secret_from_stdin
from ctm_casework.accounts.services import user_add


class Command(CtmCommand):
    help = "Adds a person with a role and contracts; contracts not known yet are created."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument(
            "--contracts", required=True, type=contract_ids, help="such as H1234,S5678"
        )
        parser.add_argument(
            "--password-stdin",
            required=True,
            action="store_true",
            help="one line on standard input",
        )
        parser.add_argument("--token", action="store_true", help="print a REST token, last word")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--email", default="", help="where alerts go")

    def act(self, **options: Any) -> dict[str, Any]:
        user = user_add(
            options["username"],
            role=options["role"],
            contract_ids=options["contracts"],
            password=secret_from_stdin(),
            first_name=options["first_name"],
            last_name=options["last_name"],
            email=options["email"],
        )
        told = {"username": user.username, "role": user.role, "contracts": options["contracts"]}
        if options["token"]:
            told["token"] = AuthToken.objects.create(user)[1]
        return told

    def words(self, told: dict[str, Any]) -> str:
        said = f"Added {told['username']}, {told['role']}, for {', '.join(told['contracts'])}."
        return f"{said} Token: {told['token']}" if "token" in told else said
