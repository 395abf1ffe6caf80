"""`make demo`: everything at once on this machine, with synthetic complaints."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection, transaction

from complaints.models import ContactAttempt
from ctm_casework import (
    demo_data,
    demo_outside,
    demo_requests,
    demo_stories,
    demo_sync,
    embedded,
    env,
)
from ctm_casework.accounts.models import User
from ctm_casework.demo_casework import assign_closed, make_casework
from ctm_casework.demo_documents import make_documents
from ctm_casework.supervisor import Child, ChildError, Supervisor, tail

# Besides the database, by name: CTM_DATA_DIR may hold other things too.
DEMO_DATA = ("demo", "simulator", "logs")
READY_SECONDS = 60
ENGINES_SECONDS = 5
# Livelier than in earnest, so that one sees what becomes of one's work.
PACE = {"HPMS_UPLOAD_EVERY_SECONDS": "15", "HPMS_DOWNLOAD_EVERY_SECONDS": "120"}


class Command(BaseCommand):
    help = "Runs the whole system with the HPMS simulator and synthetic complaints, until Ctrl-C."
    requires_system_checks: list[str] = []
    engines_due = 0.0

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="of the web server")
        parser.add_argument("--simulator-port", type=int, default=8801)
        parser.add_argument("--complaints", type=int, default=300, help="for a new simulator")
        parser.add_argument("--reset", action="store_true", help="remove the demo's data and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if env.deployment() == "production":
            raise CommandError("The demo is for development: unset CTM_ENV=production.")
        self.folder = env.data_dir()
        self.logs = self.folder / "logs"
        self.own = self.folder / "demo"
        for folder in (self.own, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with only_one(self.folder):
            if options["reset"]:
                return self._reset()
            self.supervisor = Supervisor(self._say)
            # SIGINT too: whoever started us in the background had it ignored.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, _interrupt)
            try:
                self._bring_up(options)
                self.supervisor.run(each_tick=self._see_to_engines)
            except KeyboardInterrupt:
                self._say("\nEnding …")
            except ChildError as failure:
                raise CommandError(str(failure)) from None
            finally:
                self._end()

    def _bring_up(self, options: dict[str, Any]) -> None:
        with self._step("Database"):
            call_command("migrate", verbosity=0, interactive=False)
        port = free_port(options["simulator_port"], self._say)
        simulator = f"http://127.0.0.1:{port}"
        with self._step("HPMS simulator"):
            self._start_simulator(port, options["complaints"])
            self._wait_for(f"{simulator}/_simulator/journal", "simulator")
            (self.own / "simulator-url").write_text(simulator)  # for hpms_play_cms
        with self._step("Contracts, people, API keys"):
            secret, new = demo_data.password(self.own)
            demo_data.make_contracts()
            demo_data.make_people(secret, new)
            demo_data.make_keys(simulator)
        self._download()
        if not ContactAttempt.objects.exists():
            self._work(simulator)
        port = free_port(options["port"], self._say)
        web = f"http://127.0.0.1:{port}"
        with self._step("Web server, worker, beat"):
            connection.close()
            self._start_services(port)
            self._wait_for(f"{web}/healthz", "web")
        self._welcome(web, simulator, secret)

    def _see_to_engines(self) -> None:
        """Brings back an engine that died."""
        if time.monotonic() > self.engines_due:
            env.hold_engines()
            self.engines_due = time.monotonic() + ENGINES_SECONDS

    def _download(self) -> None:
        self._say("Downloading complaints through the API …")
        try:
            call_command("hpms_download")
        except (CommandError, SystemExit) as error:
            # A simulator that was told to fail must not keep the demo from starting.
            self._say(f"The download did not succeed ({error}); beat will try again.")

    def _work(self, simulator: str) -> None:
        """What the demonstration's people did before it begins, and what CMS answered. All or nothing, but
        for what follows the answers: documents are stored outside of transactions."""
        casey, priya, avery = (User.objects.get(username=n) for n in ("casey", "priya", "avery"))
        cases = demo_stories.Cases(demo_data.OURS, casey)
        with self._step("A few days' casework"), transaction.atomic():
            make_casework(demo_data.OURS, (casey, priya))
            assign_closed(demo_data.OURS, (casey, priya))
            demo_stories.make_stories(cases)
            demo_outside.make_contacts()
            demo_outside.make_outside(casey, priya, avery)
            orders = demo_requests.make_requests(cases) + demo_sync.make_troubles(cases)
        demo_requests.play_cms(simulator, orders)
        self._download()
        with self._step("Documents and hand-offs"):
            assign_closed(
                demo_data.OURS, (casey, priya)
            )  # the second download reaches further back
            make_documents(cases)
            demo_requests.handed_off(cases)

    def _start_simulator(self, port: int, complaints: int) -> None:
        command = ["hpms_sync.simulator", "--port", str(port), "--complaints", str(complaints)]
        self._start("simulator", *command, "--state", str(self.folder / "simulator"))

    def _start_services(self, port: int) -> None:
        bind = ["--bind", f"127.0.0.1:{port}", "--no-control-socket"]
        size = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
        graceful = ["--graceful-timeout", "2"]
        self._start("web", "gunicorn", "ctm_casework.wsgi:application", *bind, *size, *graceful)
        celery = ["celery", "-A", "ctm_casework"]
        alone = ["--concurrency", "2", "--without-gossip", "--without-mingle"]
        self._start("worker", *celery, "worker", "--loglevel", "INFO", *alone)
        schedule = ["--schedule", str(self.own / "beat-schedule"), "--pidfile="]
        self._start("beat", *celery, "beat", "--loglevel", "INFO", *schedule)

    def _start(self, name: str, module: str, *arguments: str) -> None:
        pace = {key: os.environ.get(key, value) for key, value in PACE.items()}
        command = [sys.executable, "-m", module, *arguments]
        self.supervisor.start(Child(name, command, self.logs / f"{name}.log", pace))

    def _wait_for(self, url: str, name: str) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not answers(url):
            if time.monotonic() > deadline:
                log = self.logs / f"{name}.log"
                raise CommandError(
                    f"{url} did not answer within {READY_SECONDS} seconds. The end of {log}:\n"
                    f"{tail(log)}"
                )
            self.supervisor.watch()
            time.sleep(0.1)

    def _welcome(self, web: str, simulator: str, secret: str) -> None:
        lines = [f"\n  CTM Casework     {web}/", f"  HPMS simulator   {simulator}"]
        lines += [f"  Logs             {self.logs}", f"\n  Sign in with the password {secret} as"]
        lines += [
            f"    {person.username:<7}{person.role.replace('_', ' '):<19}"
            f"{' '.join(person.contracts)}"
            for person in demo_data.PEOPLE
        ]
        self._say("\n".join([*lines, "\n  Ctrl-C ends everything; make demo continues.\n"]))

    def _end(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # stopping is bounded: see Supervisor.stop
        self.supervisor.stop()
        connection.close()
        embedded.release(self.folder)
        self._say("Everything has ended.")

    def _reset(self) -> None:
        if env.text("DATABASE_URL"):
            raise CommandError("DATABASE_URL is set: empty that database yourself, or unset it.")
        connection.close()
        embedded.release(self.folder)
        try:
            embedded.erase(self.folder)
        except embedded.EngineError as error:
            raise CommandError(str(error)) from None
        for name in DEMO_DATA:
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self._say(f"The demo's data in {self.folder} is gone; make demo starts afresh.")

    @contextlib.contextmanager
    def _step(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        self.stdout.write(f"{name} … ", ending="")
        self.stdout.flush()
        yield
        self._say(f"{time.monotonic() - begun:.1f} s")

    def _say(self, text: str) -> None:
        with contextlib.suppress(OSError):  # a terminal that was closed must not stop the ending
            self.stdout.write(text)
            self.stdout.flush()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"A demo already runs on {folder}. End it with Ctrl-C where it runs,"
                " or choose another folder with CTM_DATA_DIR."
            ) from None
        yield


def free_port(wanted: int, say: Any) -> int:
    """The port asked for, or the next free one after it."""
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                if port != wanted:
                    say(f"Port {wanted} is taken; using {port}.")
                return port
    raise CommandError(f"No free port between {wanted} and {wanted + 99}.")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
