import datetime as dt
import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ctm_casework.accounts.command import CtmCommand
from hpms_sync.download.backfill import Slice, slice_bring, slices
from hpms_sync.download.run import AlreadyRunning, BrokenOff
from hpms_sync.keys.registry import keys_named
from hpms_sync.models import ApiKey, DownloadRun

GO_ON = "Run the same command again: it goes on after the slices that are complete."


class Command(CtmCommand):
    help = (
        "Brings in complaints of past days, open and resolved, in slices. It may be broken off at any time "
        "and goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--from", dest="day_from", type=_day, required=True, metavar="YYYY-MM-DD"
        )
        parser.add_argument(
            "--to",
            dest="day_to",
            type=_day,
            metavar="YYYY-MM-DD",
            help="that day included (default: today)",
        )
        parser.add_argument(
            "--key", metavar="ID", help="a key's id or name (default: every active key)"
        )
        parser.add_argument(
            "--step-days", type=_days, default=30, help="days in a slice (default: 30)"
        )
        parser.add_argument(
            "--again", action="store_true", help="also slices that a complete backfill has brought"
        )
        parser.add_argument(
            "--wait-seconds",
            type=int,
            default=600,
            help="how long to wait for a key that is at work",
        )

    def act(self, **options: Any) -> dict[str, Any]:
        day_from, day_to = options["day_from"], options["day_to"] or timezone.localdate()
        if day_from > day_to:
            raise CommandError(f"--from {day_from} lies after --to {day_to}: swap them.")
        self.patience: int = options["wait_seconds"]
        return {
            "keys": [
                self._bring(
                    key, list(slices(key, day_from, day_to, options["step_days"])), options["again"]
                )
                for key in keys_named(options["key"])
            ]
        }

    def _bring(self, key: ApiKey, wanted: list[Slice], again: bool) -> dict[str, Any]:
        told: dict[str, Any] = {"key": key.name, "slices": 0, "skipped": 0, "new": 0, "changed": 0}
        with _progress() as progress:
            bar = progress.add_task(key.name, total=len(wanted))
            for one in wanted:
                if one.done and not again:
                    told["skipped"] += 1
                else:
                    self._one(key, one, progress, bar, told)
                progress.advance(bar)
        return told

    def _one(
        self, key: ApiKey, one: Slice, progress: Progress, bar: Any, told: dict[str, Any]
    ) -> None:
        def report(what: str, count: int) -> None:
            progress.update(bar, description=f"{key.name} {one}: {what} {count:,}")

        try:
            run = self._when_free(key, one, report)
        except (AlreadyRunning, BrokenOff) as error:
            raise CommandError(f"{key.name}, {one}: {error} {GO_ON}") from None
        except KeyboardInterrupt:
            raise CommandError(f"{key.name}: broken off in {one}. {GO_ON}") from None
        if run.state == DownloadRun.State.FAILED:
            raise CommandError(f"{key.name}, {one}: {run.error} {GO_ON}")
        told["slices"] += 1
        told["new"] += run.counts["new"]
        told["changed"] += run.counts["changed"]

    def _when_free(self, key: ApiKey, one: Slice, report: Any) -> DownloadRun:
        """Waits while the regular download is under way: one download a key at a time."""
        until = time.monotonic() + self.patience
        while True:
            try:
                return slice_bring(key, one, report)
            except AlreadyRunning:
                if time.monotonic() >= until:
                    raise
                report("Waiting for another download, records", 0)
                time.sleep(min(5, self.patience))

    def words(self, told: dict[str, Any]) -> str:
        return "\n".join(
            f"{key['key']}: {key['slices']} slices brought, {key['skipped']} were here already; "
            f"{key['new']} new, {key['changed']} changed"
            for key in told["keys"]
        )


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no day: write it as YYYY-MM-DD.") from None


def _days(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"{text} is no number of days: take 1 or more.")
