"""manage.py hpms_play_cms: what CMS does between two downloads, done to the simulator."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hpms_sync.simulator.play import add_flags, play
from hpms_sync.simulator.process import SimulatorRefusedError


class Command(BaseCommand):
    help = "Plays CMS on the HPMS simulator: answers requests, reassigns, reopens, comments …"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        # The running demo leaves its simulator's address: the port may be another than usual.
        of_the_demo = settings.CTM_DATA_DIR / "demo" / "simulator-url"
        if of_the_demo.exists():
            os.environ.setdefault("HPMS_SIMULATOR_URL", of_the_demo.read_text().strip())
        add_flags(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self.stdout.write(play(options))
        except SimulatorRefusedError as refused:
            raise CommandError(str(refused)) from None
