"""manage.py hpms_play_cms: what CMS does between two downloads, done to the simulator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hpms_sync.simulator.play import add_flags, play
from hpms_sync.simulator.process import SimulatorRefusedError


class Command(BaseCommand):
    help = "Plays CMS on the HPMS simulator: answers requests, reassigns, reopens, comments …"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_flags(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self.stdout.write(play(options))
        except SimulatorRefusedError as refused:
            raise CommandError(str(refused)) from None
