"""What the management commands share: --json, and exit statuses (0 done, 1 refused, 2 wrong arguments)."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from ctm_casework.accounts.tables import embedded_tables_ready

UNDEFINED_TABLE = "42P01"


class CtmCommand(BaseCommand):
    """`act` does the work and returns what to tell: with --json as one JSON object on the last line,
    else as `words` puts it. ValidationError becomes exit status 1 with every reason on standard error."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            embedded_tables_ready()
            told = self.act(**options)
        except ValidationError as error:
            raise CommandError("\n".join(_reasons(error))) from None
        except ProgrammingError as error:
            if getattr(error.__cause__, "sqlstate", "") != UNDEFINED_TABLE:
                raise
            raise CommandError("The database has no tables yet. Run: manage.py migrate") from None
        self.stdout.write(json.dumps(told, default=str) if options["json"] else self.words(told))

    def act(self, **options: Any) -> dict[str, Any]:
        raise NotImplementedError

    def words(self, told: dict[str, Any]) -> str:
        raise NotImplementedError


def contract_ids(text: str) -> list[str]:
    """The ids of a comma-separated list."""
    return [word.strip() for word in text.split(",") if word.strip()]


def secret_from_stdin() -> str:
    """One line from standard input, so that no secret stands on a command line."""
    secret = sys.stdin.readline().rstrip("\r\n")
    if not secret:
        raise CommandError("Nothing came on standard input: pipe the secret in, one line.")
    return secret


def _reasons(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [
            f"{field}: {message}"
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return list(error.messages)
