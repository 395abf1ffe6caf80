"""One PostgreSQL cluster in the data folder: making it, starting it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from ctm_casework.embedded import keeper
from ctm_casework.embedded.account import Account, private_folder, reachable_folder
from ctm_casework.embedded.addresses import DATABASE, ROLE, postgres_socket, socket_folder
from ctm_casework.embedded.errors import EngineError
from ctm_casework.embedded.wheels import postgres_programs

DRAFT = "postgres.making-"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log must hold no one's data: no statements, no DETAIL ("Key (mbi)=(…) already exists").
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def cluster_folder(data_dir: Path) -> Path:
    return data_dir / "postgres"


def running(data_dir: Path) -> bool:
    return keeper.listener(postgres_socket(data_dir)) is not None


def start(data_dir: Path, account: Account, log: Path, durable: bool) -> None:
    """Leaves a server that answers. Call under the exclusive start lock."""
    cluster, programs = cluster_folder(data_dir), postgres_programs(account)
    server = keeper.listener(postgres_socket(data_dir))
    if server and _works_in(server, cluster):
        return
    if server:  # its data folder was removed or replaced while it ran
        keeper.stop(server, signal.SIGQUIT)
    private_folder(socket_folder(data_dir), account)
    if not cluster.exists():
        _make(cluster, account, programs, durable)
    _check(cluster, account, programs)
    _end_stragglers(cluster)
    # What a killed server leaves, and a zombie's or a stranger's pid in it, would refuse the start.
    socket = postgres_socket(data_dir)
    for left in (cluster / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
        left.unlink(missing_ok=True)
    started = _launch(cluster, socket.parent, account, programs, log, durable)
    if not started or not running(data_dir):
        raise EngineError(f"PostgreSQL did not start. The end of {log}:\n{_tail(log)}")


def _launch(
    cluster: Path, sockets: Path, account: Account, programs: Path, log: Path, durable: bool
) -> bool:
    settings = SETTINGS | ({} if durable else NOT_DURABLE)
    settings["unix_socket_directories"] = str(sockets)
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    command = [str(programs / "pg_ctl"), "start", "-w", "-t", "60", "-s"]
    command += ["-D", str(cluster.resolve()), "-o", options]
    with log.open("a") as output:
        done = account.run(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
    return done.returncode == 0


def _make(cluster: Path, account: Account, programs: Path, durable: bool) -> None:
    """A complete cluster or none: it is made under another name first."""
    for leftover in cluster.parent.glob(f"{DRAFT}*"):
        shutil.rmtree(leftover)
    cluster.unlink(missing_ok=True)  # a link whose target is gone
    beside = account.may_enter(cluster.parent)
    place = cluster.parent if beside else reachable_folder("data")
    draft = Path(tempfile.mkdtemp(prefix=DRAFT if beside else "postgres-", dir=place))
    account.own(draft)
    _initdb(draft, account, programs, durable)
    if beside:
        draft.rename(cluster)
    else:
        cluster.symlink_to(draft)


def _initdb(folder: Path, account: Account, programs: Path, durable: bool) -> None:
    options = [
        "--auth=trust",
        "--username=postgres",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
    ]
    options += ["--encoding=UTF8"] + ([] if durable else ["--no-sync"])
    _must(account, [str(programs / "initdb"), "-D", str(folder), *options])
    # Not a superuser: superusers bypass row level security and hide missing permissions.
    statements = f"CREATE ROLE {ROLE} LOGIN CREATEDB\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n"
    single = ["--single", "-D", str(folder), "-c", "exit_on_error=on", "template1"]
    _must(account, [str(programs / "postgres"), *single], input=statements, stdin=None)


def _must(account: Account, command: list[str], **options: object) -> None:
    done = account.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if done.returncode:
        raise EngineError(f"{Path(command[0]).name} failed:\n{done.stdout[-2000:]}")


def _check(cluster: Path, account: Account, programs: Path) -> None:
    place = cluster.resolve()
    if cluster.stat().st_uid != account.uid or not account.may_enter(place.parent):
        raise EngineError(
            f"The database in {place} belongs to another account, or the engines' account cannot"
            " reach it. Run as its owner, or choose another folder with CTM_DATA_DIR."
        )
    made_by = (place / "PG_VERSION").read_text().strip()
    version = account.run([str(programs / "postgres"), "--version"], stdout=subprocess.PIPE).stdout
    if version.split()[-1].split(".")[0] != made_by:
        raise EngineError(
            f"The database in {place} was made by PostgreSQL {made_by}, installed is"
            f" {version.strip()}. Take it over with pg_upgrade, or choose another folder with"
            " CTM_DATA_DIR."
        )


def _works_in(pid: int, folder: Path) -> bool:
    """PostgreSQL's processes work in their data folder; a removed one reads '… (deleted)'."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == folder.resolve()
    except OSError:
        return False


def _end_stragglers(cluster: Path) -> None:
    """Ends what still works on the folder though no server listens: a killed server's sessions."""
    deadline = time.monotonic() + 10
    stopped: set[int] = set()
    while left := [pid for pid in _process_ids() if _alive_in(pid, cluster)]:
        if time.monotonic() > deadline:
            raise EngineError(f"Process {left[0]} still works on {cluster}. End it and try again.")
        for pid in set(left) - stopped:
            os.kill(pid, signal.SIGQUIT)
            stopped.add(pid)
        time.sleep(0.05)


def _alive_in(pid: int, folder: Path) -> bool:
    return _works_in(pid, folder) and keeper.alive(pid)


def _process_ids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-12:])
