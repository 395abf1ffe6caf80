"""A download whose database session, server or disk goes away in its midst leaves each complaint wholly old
or wholly new, and the next one completes. On a PostgreSQL of its own, which may die."""

import os
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from ctm_casework import embedded, env
from ctm_casework.embedded import keeper
from ctm_casework.embedded.addresses import postgres_socket
from hpms_sync.simulator.clock import us_date
from hpms_sync.simulator.process import SimulatorProcess
from tests.sync.process import start, start_python, wait_until
from tests.sync.road import ASSIGNED, PERSON

IDS = [f"C26123456{number:02}" for number in range(40)]
MIDDLE = IDS[20]
RECEIVED = timezone.localdate() - timedelta(days=30)
TEXT = "x1y2z3" * 500  # so much that the tables need new pages
SMALL = "256m"
DOWNLOAD = """
import django
django.setup()
from django.core.management import call_command
from hpms_sync.download import apply
apply.CHUNK = 8
call_command("hpms_download")
"""


class Place:
    """A PostgreSQL in a folder of its own, on a small disk of its own where this account may mount one."""

    def __init__(self, folder: Path, hpms: SimulatorProcess) -> None:
        self.folder, self.hpms, self.round = folder, hpms, 0
        self.on_small_disk = os.path.ismount(folder)
        self.up()

    def up(self) -> None:
        embedded.hold(self.folder, postgres=True, redis=False)

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": embedded.database_url(self.folder), "REDIS_URL": env.redis_url()}

    def command(self, *words: str, said: str = "") -> None:
        process = start(*words, **self.environment)
        out, errors = process.communicate(said, timeout=240)
        assert process.returncode == 0, out + errors

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.environment["DATABASE_URL"], autocommit=True)

    def ask(self, query: str, *values: Any) -> list[Any]:
        with self.connect() as connection:
            return connection.execute(query, values).fetchall()

    def download(self) -> subprocess.Popen[str]:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        return start_python("-c", DOWNLOAD, **self.environment, **settings)

    def complete_download(self) -> None:
        process = self.download()
        out, errors = process.communicate(timeout=240)
        assert process.returncode == 0, out + errors

    def change_all(self) -> None:
        """Of every complaint two columns say another round, and it is assigned anew; the middle one is of
        another category."""
        self.round += 1
        columns = {
            "COMMENTS": f"{self.round} {TEXT}",
            "PREFERRED_LANGUAGE": f"Language {self.round}",
            ASSIGNED: us_date(self.assigned_on(self.round)),
        }
        for complaint_id in IDS:
            self.hpms.cms("set", complaint_id, columns=columns, drop=[])
        self.hpms.cms("set", MIDDLE, columns=self.category, drop=[])

    @property
    def category(self) -> dict[str, str]:
        name = f"Category of round {self.round}"
        return {"COMPLAINT_CATEGORY": name, "COMPLAINT_SUBCATEGORY": "Any"}

    def assigned_on(self, number: int) -> date:
        return RECEIVED + timedelta(days=number)

    def states(self) -> Counter[Any]:
        """How many complaints stand at: round of the comments, of the language, of the assignment, and of
        the last change of comments and of language in the history."""
        last = (
            "(SELECT split_part(h.new, ' ', %s)::int FROM complaints_complaintchange h WHERE "
            'h.complaint_id = c.complaint_id AND h."column" = %s ORDER BY h.id DESC LIMIT 1)'
        )
        rows = self.ask(
            "SELECT split_part(comments, ' ', 1)::int, split_part(preferred_language, ' ', 2)::int, "
            f"a.assigned_on - %s::date, {last}, {last} FROM complaints_complaint c "
            "JOIN complaints_contractassignment a USING (complaint_id) WHERE a.ended_on IS NULL",
            RECEIVED, 1, "comments", 2, "preferred_language",
        )  # fmt: skip
        return Counter(rows)

    def lease_ends(self) -> None:
        with self.connect() as connection:
            connection.execute(
                "UPDATE hpms_sync_downloadrun SET lease_until = now() - interval '1s'"
            )


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="ctm-lost-", dir="/tmp"))
    folder.chmod(0o755)  # the engine's account has to reach its own folder in it
    mounted = os.geteuid() == 0 and _run(
        "mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)
    )
    try:
        with SimulatorProcess(complaints=0) as hpms:
            made = Place(folder, hpms)
            made.command("migrate", "--verbosity", "0")
            words = ["hpms_key", "add", "--name", "Sandbox", "--environment", "sandbox"]
            words += ["--base-url", hpms.url, "--key-id", hpms.key.key_id, "--contracts", "H1234"]
            made.command(*words, "--secret-stdin", said=hpms.key.secret + "\n")
            for complaint_id in IDS:
                hpms.cms("add_record", record=_record(complaint_id), deliver_to="")
            made.complete_download()
            made.change_all()
            made.complete_download()
            yield made
            embedded.release(folder)
    finally:
        if mounted:
            _run("umount", "-l", str(folder))
        _run("rm", "-rf", str(folder))


def _run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _record(complaint_id: str) -> dict[str, str]:
    day = us_date(RECEIVED)
    known = {"COMPLAINT_ID": complaint_id, "ISSUE_LEVEL": "Urgent", "RECEIVED_DATE": day}
    return {**PERSON, **known, ASSIGNED: day, "COMMENTS": "0", "PREFERRED_LANGUAGE": "Language 0"}


def session_ends(place: Place, session: int, let_go: Callable[[], None]) -> None:
    place.ask("SELECT pg_terminate_backend(%s)", session)
    let_go()


def server_is_killed(place: Place, session: int, let_go: Callable[[], None]) -> None:
    server = keeper.listener(postgres_socket(place.folder))
    assert server
    os.kill(server, signal.SIGKILL)
    os.kill(session, signal.SIGKILL)


def disk_is_full(place: Place, session: int, let_go: Callable[[], None]) -> None:
    if not place.on_small_disk:
        pytest.skip("This account may not mount a small disk of its own.")
    ballast = place.folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    assert os.statvfs(place.folder).f_bavail == 0
    let_go()


TROUBLES = (session_ends, server_is_killed, disk_is_full)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_each_complaint_is_wholly_old_or_new_and_the_next_run_completes(
    place: Place, trouble: Any
) -> None:
    place.change_all()
    was, new = ((number,) * 5 for number in (place.round - 1, place.round))
    assert place.states() == {was: len(IDS)}
    # In the midst of a chunk: some of it is written, and waits for the category.
    blocker = place.connect()
    blocker.autocommit = False
    blocker.execute(
        "INSERT INTO complaints_category (complaint_category, complaint_subcategory) VALUES (%s, %s)",
        list(place.category.values()),
    )
    process = place.download()
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    wait_until(lambda: place.ask(waiting), process)
    ((session,),) = place.ask(waiting)

    trouble(place, session, blocker.close)

    out, errors = process.communicate(timeout=120)
    assert process.returncode != 0, out
    assert PERSON["CONTACT_LNAME"] not in out + errors
    (place.folder / "ballast").unlink(missing_ok=True)
    place.up()
    assert set(place.states()) == {was, new}
    place.lease_ends()
    place.complete_download()
    assert place.states() == {new: len(IDS)}
    assert not place.ask("SELECT FROM pg_tables WHERE tablename ~ '^hpms_(seen|changed|unread)_'")
