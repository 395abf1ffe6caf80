import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ctm_casework.accounts.command import CtmCommand
from hpms_sync.download.run import AlreadyRunning, BrokenOff, download
from hpms_sync.keys.registry import keys_named
from hpms_sync.models import ApiKey, DownloadRun


class Command(CtmCommand):
    help = "Downloads complaints from HPMS with every active key, or with one, and applies what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--key", metavar="ID", help="a key's id or name (default: every active key)"
        )
        parser.add_argument(
            "--since",
            type=dt.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="received on or after (default: every open complaint, and those lately resolved)",
        )
        parser.add_argument(
            "--full",
            action="store_true",
            help="open and resolved complaints of all time, as at night",
        )

    def act(self, **options: Any) -> dict[str, Any]:
        runs, troubles = [], []
        for key in keys_named(options["key"]):
            try:
                runs.append(self._download(key, options["since"], options["full"]))
            except (AlreadyRunning, BrokenOff) as error:
                troubles.append(f"{key.name}: {error}")
        failed = [run for run in runs if run.state == DownloadRun.State.FAILED]
        troubles += [f"{run.maker}: {run.error}" for run in failed]
        if troubles:
            raise CommandError("\n".join(troubles))
        return {"runs": [_told(run) for run in runs]}

    def _download(self, key: ApiKey, since: dt.date | None, full: bool) -> DownloadRun:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        console = Console(stderr=True)
        shown = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        with shown as progress:
            task = progress.add_task(key.name, total=None)

            def report(what: str, count: int) -> None:
                progress.update(task, description=f"{key.name}: {what} {count:,}")

            purpose = DownloadRun.Purpose.FULL if full else DownloadRun.Purpose.BY_HAND
            return download(key, since, report, purpose)

    def words(self, told: dict[str, Any]) -> str:
        lines = []
        for run in told["runs"]:
            counts = ", ".join(f"{value} {name}" for name, value in run["counts"].items())
            lines.append(f"{run['key']}: {counts} in {sum(run['timings'].values()):.1f} s")
        return "\n".join(lines)


def _told(run: DownloadRun) -> dict[str, Any]:
    return {
        "run": run.pk,
        "key": run.maker,
        "state": run.state,
        "counts": run.counts,
        "timings": run.timings,
        "covered_contracts": run.covered_contracts,
        "error": run.error,
    }
