"""`python -m benchmarks.downloading ADDRESS`: full downloads one after the other, until standard input ends.

Two versions take turns, so that each download finds one record in a hundred changed. Prints a line when
the first begins, and at the end how many were complete."""

import sys
from itertools import cycle
from threading import Event, Thread

import django

from benchmarks.client import downloaded


def main() -> None:
    django.setup()
    address, over = sys.argv[1], Event()
    downloaded(address, "nothing")
    Thread(target=_wait_for_the_end, args=[over], daemon=True).start()
    print("begun", flush=True)
    complete = 0
    for version in cycle(("today", "yesterday")):
        if over.is_set():
            break
        complete += downloaded(address, version).state == "COMPLETE"
    print(complete)


def _wait_for_the_end(over: Event) -> None:
    sys.stdin.read()
    over.set()


if __name__ == "__main__":
    main()
