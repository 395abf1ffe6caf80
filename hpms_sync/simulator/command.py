"""The simulator's command line: its flags, start and end."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

from .database import StateFolderBusyError
from .hpms import Hpms, Options
from .keys import ApiKey
from .server import Server


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags, shared by `python -m hpms_sync.simulator` and the management command."""
    add = parser.add_argument
    add("--host", default="127.0.0.1")
    add("--port", type=int, default=8801, help="0 picks a free one (default: %(default)s)")
    add("--complaints", type=_count, default=300, help="how many to make up (default: %(default)s)")
    add("--seed", type=int, default=1, help="same seed and day, same data (default: %(default)s)")
    add("--state", type=Path, help="state folder (default: simulator/ in CTM_DATA_DIR or var/)")
    add("--fresh", action="store_true", help="forget what the state folder holds and start anew")
    add("--today", type=date.fromisoformat, help="let HPMS believe it is this day (yyyy-mm-dd)")
    add(
        "--key",
        dest="keys",
        action="append",
        type=ApiKey.read,
        metavar="ID:SECRET:CONTRACT[,CONTRACT]",
        help="add an API key, or replace one",
    )
    add("--token-seconds", type=float, default=3600, help="life of a token (default: %(default)s)")
    add("--token-key-field", default="keyId", help="key id's name in the token request")
    add("--token-secret-field", default="secret", help="secret's name in the token request")
    add(
        "--download-wrapper", default="", help="put the records under this key, not in a bare array"
    )
    add("--upload-wrapper", default="casework", help="accept the items under this key as well")
    add("--json", action="store_true", help="say the address once more as one JSON object")
    add("--log-requests", action="store_true", help="a line per request on standard error")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="hpms_simulator", description=__doc__)
    add_flags(parser)
    return serve(vars(parser.parse_args(arguments)))


def serve(flags: dict[str, Any]) -> int:
    """Run until SIGTERM or SIGINT. Exit status: 0 ended as asked, 1 could not start."""
    try:
        hpms = Hpms(_options(flags))
    except StateFolderBusyError as busy:
        print(busy, file=sys.stderr)
        return 1
    try:
        server = Server(flags["host"], flags["port"], hpms, verbose=flags["log_requests"])
    except OSError as error:
        print(
            f"Cannot listen on {flags['host']}:{flags['port']}: {error.strerror}. "
            "Choose another --port, or 0 for any free one.",
            file=sys.stderr,
        )
        hpms.close()
        return 1
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: threading.Thread(target=server.end).start())
    print(f"HPMS simulator listening on {server.url}", flush=True)
    if flags["json"]:
        print(json.dumps({"url": server.url, **hpms.summary()}), flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    hpms.close()
    return 0


def _options(flags: dict[str, Any]) -> Options:
    data_folder = Path(os.environ.get("CTM_DATA_DIR") or "var")
    return Options(
        state=flags["state"] or data_folder / "simulator",
        keys=tuple(flags["keys"] or ()),
        **{
            name: flags[name]
            for name in (
                "complaints",
                "seed",
                "today",
                "fresh",
                "token_seconds",
                "token_key_field",
                "token_secret_field",
                "download_wrapper",
                "upload_wrapper",
            )
        },
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number
