"""Time passes faster for the product, so that its own waits (settle time, leases, pauses) can be lived
through in a test with the values they have in earnest. Only loopback HTTP stays as slow as it is; its
time-outs shrink with everything else."""

import datetime as dt
import os
import time
from zoneinfo import ZoneInfo

RATE, BEGAN, FROM = "CHAOS_RATE", "CHAOS_BEGAN", "CHAOS_FROM"
LEAST_TIMEOUT = 0.3  # real seconds: below that an idle machine would time out


def environment(rate: float) -> dict[str, str]:
    """What processes of one chaos share: they live in the first hour of today, Eastern time, from now on."""
    eastern = dt.datetime.now(ZoneInfo("America/New_York"))
    first = eastern.replace(hour=0, minute=30, second=0, microsecond=0)
    return {RATE: str(rate), BEGAN: str(time.time()), FROM: str(first.timestamp())}


def install() -> None:
    """Of this process: Django's clock, httpx's time-outs, and no pauses between tries."""
    import httpx
    import stamina
    from django.utils import timezone

    rate, began, first = (float(os.environ[name]) for name in (RATE, BEGAN, FROM))
    plain_timeout = httpx.Timeout

    def now() -> dt.datetime:
        return dt.datetime.fromtimestamp(first + rate * (time.time() - began), dt.UTC)

    def timeout(seconds: float, connect: float) -> httpx.Timeout:
        return plain_timeout(
            max(seconds / rate, LEAST_TIMEOUT), connect=max(connect / rate, LEAST_TIMEOUT)
        )

    timezone.now = now
    httpx.Timeout = timeout  # type: ignore[assignment,misc]
    stamina.set_testing(True, attempts=3, cap=True)
