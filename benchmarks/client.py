"""`python -m benchmarks.client ADDRESS VERSION [bare]`: one download in its own process; prints JSON.

An empty download goes before it, because a worker is warm when the real one begins. `bare`: nothing follows
from what is loaded."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

# What follows a record once it is written; told apart from loading it.
REACTIONS = {
    "assignments_follow": "assignments",
    "requests_follow": "plan requests",
    "_categories": "categories",
    "uploads_confirm": "uploads",
    "case_refresh": "clock",
}


def main() -> None:
    django.setup()
    from hpms_sync.download import apply

    address, version, *bare = sys.argv[1:]
    reactions: dict[str, float] = defaultdict(float)
    for name, what in REACTIONS.items():
        real = getattr(apply, name)
        setattr(apply, name, _nothing if bare else _timed(real, what, reactions))
    downloaded(address, "nothing")
    reactions.clear()
    began = time.perf_counter()
    run = downloaded(address, version)
    seconds = time.perf_counter() - began
    answer = {
        "state": run.state,
        "error": run.error,
        "seconds": seconds,
        "counts": run.counts,
        "timings": run.timings,
        "reactions": reactions,
        "peak_bytes": peak_bytes(),
    }
    print(json.dumps(answer))


def downloaded(address: str, version: str) -> Any:
    """The finished run of one download of that version."""
    from hpms_sync.download.run import download
    from hpms_sync.models import ApiKey

    ApiKey.objects.update(base_url=f"{address}/{version}")
    return download(ApiKey.objects.get())


def _nothing(*_: Any) -> None:
    """In place of a reaction."""


def _timed(call: Callable[..., Any], what: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any) -> Any:
        began = time.perf_counter()
        try:
            return call(*args)
        finally:
            spent[what] += time.perf_counter() - began

    return timed


def peak_bytes() -> int:
    """Peak resident memory of this process. Not getrusage: its peak outlives exec and so may be the parent's."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("Peak memory is read from /proc/self/status: Linux only.")


if __name__ == "__main__":
    main()
