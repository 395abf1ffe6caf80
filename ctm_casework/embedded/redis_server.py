"""A Redis that only carries work: nothing of it is kept on disk."""

import subprocess
import time
from pathlib import Path

from ctm_casework.embedded import keeper
from ctm_casework.embedded.account import Account, private_folder
from ctm_casework.embedded.addresses import redis_socket, socket_folder
from ctm_casework.embedded.errors import EngineError
from ctm_casework.embedded.wheels import redis_program

START_SECONDS = 10


def running(data_dir: Path) -> bool:
    return keeper.listener(redis_socket(data_dir)) is not None


def start(data_dir: Path, account: Account, log: Path) -> None:
    """Leaves a server that answers. Call under the exclusive start lock."""
    if running(data_dir):
        return
    private_folder(socket_folder(data_dir), account)
    command = [
        str(redis_program(account)),
        "--port",
        "0",
        "--unixsocket",
        str(redis_socket(data_dir)),
    ]
    command += ["--unixsocketperm", "700", "--save", "", "--appendonly", "no", "--dir", "/"]
    with log.open("a") as output:
        # Through a shell that goes away, so that the server is nobody's child to collect.
        account.run(
            ["/bin/sh", "-c", '"$0" "$@" &', *command],
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while not running(data_dir):
        if time.monotonic() > deadline:
            raise EngineError(f"Redis did not start within {START_SECONDS} seconds; see {log}.")
        time.sleep(0.02)
