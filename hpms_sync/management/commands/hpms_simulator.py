"""manage.py hpms_simulator: a stand-in HPMS on this machine."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hpms_sync.simulator.command import add_flags, serve


class Command(BaseCommand):
    help = "Runs a stand-in for HPMS's CTM API with made-up complaints, until interrupted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_flags(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        status = serve(options)
        if status:
            sys.exit(status)
