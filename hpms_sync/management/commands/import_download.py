import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ctm_casework.accounts.command import CtmCommand
from ctm_casework.accounts.models import Contract
from hpms_sync.download.run import BrokenOff
from hpms_sync.download.take_in import Report
from hpms_sync.files.bring_in import downloaded_before_now, file_apply, file_run_begin
from hpms_sync.files.headings import VERSIONS
from hpms_sync.files.people import person_named
from hpms_sync.files.preview import preview_of


class Command(CtmCommand):
    help = (
        "Reads a tab-delimited plan download, shows what it would change, and applies it when told to. "
        "The file's name is kept, its folder is not: name it without PHI."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--user", required=True, help="user name of whoever brings the file")
        parser.add_argument(
            "--downloaded-at",
            type=datetime.fromisoformat,
            metavar="YYYY-MM-DDTHH:MM",
            help="when it was downloaded from HPMS (default: when the file was last changed); what is "
            "known here since then stays as it is",
        )
        parser.add_argument(
            "--layout", choices=VERSIONS, default="", help="only for a file without headings"
        )
        parser.add_argument("--dry-run", action="store_true", help="only show what it would change")
        parser.add_argument("--yes", action="store_true", help="apply without asking")

    def act(self, **options: Any) -> dict[str, Any]:
        user = person_named(options["user"])
        with _opened(options["file"]) as file:
            moment = _moment(options["downloaded_at"], options["file"])
            contracts = list(Contract.objects.values_list("pk", flat=True))
            with _progress() as report:
                found = preview_of(file, contracts, moment, options["layout"], report)
            told: dict[str, Any] = {"preview": found.told(), "downloaded_at": moment, "run": None}
            if options["dry_run"] or not self._agreed(told, options):
                return told
            run = file_run_begin(user, options["file"].name, contracts, moment)
            try:
                with _progress() as report:
                    file_apply(run, file, options["layout"], report)
            except BrokenOff as error:
                raise CommandError(f"{error} Apply the file again: nothing is half done.") from None
        return told | {"run": run.pk, "counts": run.counts}

    def _agreed(self, told: dict[str, Any], options: dict[str, Any]) -> bool:
        if options["yes"]:
            return True
        if options["json"] or not sys.stdin.isatty():
            raise ValidationError("Nobody is here to ask: give --yes to apply, --dry-run to look.")
        self.stdout.write("\n".join(_preview_words(told)))
        return input("Apply it? [y/N] ").strip().lower() in {"y", "yes"}

    def words(self, told: dict[str, Any]) -> str:
        said = _preview_words(told)
        if told["run"] is None:
            return "\n".join([*said, "Nothing was applied."])
        counts = told["counts"]
        applied = (
            f"Applied: {counts['new']:,} new, {counts['changed']:,} changed; "
            f"{counts['quarantined']:,} in quarantine."
        )
        return "\n".join([*said, applied])


def _preview_words(told: dict[str, Any]) -> list[str]:
    found = told["preview"]
    known = f"layout {found['version']}" if found["version"] else "a layout not known, read by name"
    said = [
        f"{found['lines']:,} lines, {known}, downloaded {told['downloaded_at']:%m/%d/%Y %H:%M %Z}.",
        f"{found['records']:,} records: {found['new']:,} new, {found['changed']:,} changed, "
        f"{found['unchanged']:,} unchanged, {found['late']:,} older than what is known.",
        f"To quarantine: {found['unreadable']:,} unreadable. Left out: {found['not_ours']:,} of other contracts.",
    ]
    if found["late"]:
        said.append(
            "WARNING (DL.file.upsert): a newer download is known; the older records change nothing."
        )
    said += [
        f"Odd values, to look at: {count:,} by {rule}." for rule, count in found["odd"].items()
    ]
    said += [f"Line {e['line']} ({e['rule']}): {e['reason']}" for e in found["errors"]]
    if (more := found["errors_in_all"] - len(found["errors"])) > 0:
        said.append(f"And {more:,} more.")
    return said


@contextmanager
def _progress() -> Iterator[Report]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    shown = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with shown as progress:
        task = progress.add_task("", total=None)

        def report(what: str, count: int) -> None:
            progress.update(task, description=f"{what} {count:,}")

        yield report


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise CommandError(f"The file cannot be read: {error.strerror}.") from None


def _moment(given: datetime | None, path: Path) -> datetime:
    moment = given or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return downloaded_before_now(moment if moment.tzinfo else timezone.make_aware(moment))
