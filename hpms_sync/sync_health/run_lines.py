"""Downloads as lines of a table: who or what brought them, how long they took, what went wrong."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from hpms_sync import selectors
from hpms_sync.models import DownloadRun

Source = DownloadRun.Source
PAGE = 50


@dataclass(frozen=True)
class RunLine:
    run: DownloadRun

    @property
    def maker(self) -> str:
        """`Evergreen production`, or `plan.txt`."""
        return self.run.maker or self.run.get_source_display()

    @property
    def how(self) -> str:
        """`API, nightly, whole`, or `File, brought by Sam Whitfield`."""
        run = self.run
        if run.source == Source.API:
            return f"API, {run.get_purpose_display().lower()}"
        if run.source == Source.FILE:
            return f"File, brought by {run.brought_by}"
        return f"By {run.brought_by}"

    @property
    def took(self) -> str:
        """`2 min 10 s`; "" while it runs."""
        if not self.run.finished_at:
            return ""
        begun = self.run.started_at if self.run.source == Source.API else None
        seconds = (
            (self.run.finished_at - begun).total_seconds()
            if begun
            else sum(self.run.timings.values())
        )
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes} min {rest} s" if minutes else f"{max(rest, 1)} s"

    @property
    def wrong(self) -> list[str]:
        """What went wrong, in sentences."""
        said = [self.run.error] if self.run.error else []
        if columns := self.run.counts.get("layout_change"):
            said.append(
                f"More than 5% of the records are odd in {', '.join(columns)}: ask the HPMS Help "
                "Desk whether the layout has changed."
            )
        return said

    @property
    def timings(self) -> list[tuple[str, float]]:
        return sorted(self.run.timings.items(), key=lambda pair: -pair[1])


def run_lines(user: Any, count: int) -> list[RunLine]:
    """The newest downloads."""
    return [RunLine(run) for run in selectors.runs_of(user)[:count]]


def run_page(user: Any, page: str) -> tuple[Page[DownloadRun], list[RunLine]]:
    """All downloads: the page asked for, and its lines."""
    found = Paginator(selectors.runs_of(user), PAGE).get_page(page)
    return found, [RunLine(run) for run in found.object_list]
