from argparse import ArgumentParser
from typing import Any

from ctm_casework.accounts.command import CtmCommand
from ctm_casework.accounts.services import user_email


class Command(CtmCommand):
    help = (
        "Sets the e-mail address to which a person's alerts go; without an address, takes it away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("username")
        parser.add_argument("address", nargs="?", default="")

    def act(self, **options: Any) -> dict[str, Any]:
        user = user_email(options["username"], options["address"])
        return {"username": user.username, "email": user.email}

    def words(self, told: dict[str, Any]) -> str:
        return f"{told['username']}: {told['email'] or 'no address, no alerts by mail'}"
