"""docker-compose.yml without a Docker engine: its schema, its promises, and every command line it names."""

import importlib.util
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import psycopg
import pytest
import yaml
from psycopg.sql import SQL, Identifier

from ctm_casework import env
from ctm_casework.embedded.account import account_for
from ctm_casework.embedded.addresses import socket_folder
from ctm_casework.embedded.wheels import redis_program

COMPOSE = env.ROOT / "docker-compose.yml"
OURS = ("web", "worker", "beat", "migrate", "simulator")
SECRETS = ("SECRET_KEY", "CTM_ENCRYPTION_KEYS", "CTM_DATABASE_PASSWORD", "POSTGRES_PASSWORD")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_fits_the_compose_specification(compose: dict[str, Any]) -> None:
    spec = importlib.util.find_spec("check_jsonschema")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0])
    schema = folder / "builtin_schemas" / "vendor" / "compose-spec.json"
    jsonschema.validate(compose, json.loads(schema.read_text()))


def test_no_secret_is_written_in_it_and_each_must_be_given() -> None:
    text = COMPOSE.read_text()
    for name in SECRETS:
        assert f"${{{name}:?" in text
        assert not re.search(rf"\${{{name}:?-", text)


def test_services_run_without_privileges_and_say_how_they_are(compose: dict[str, Any]) -> None:
    assert "\nUSER ctm\n" in (env.ROOT / "Dockerfile").read_text()
    for name, service in compose["services"].items():
        assert name == "migrate" or "healthcheck" in service
        if name in OURS:
            assert service["cap_drop"] == ["ALL"]
            assert service["read_only"] is True


def test_named_volumes_are_declared_and_only_the_simulator_waits_for_its_profile(
    compose: dict[str, Any],
) -> None:
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(compose["volumes"])
    profiles = {name: service.get("profiles") for name, service in compose["services"].items()}
    assert {name for name, profile in profiles.items() if profile} == {"simulator"}


def test_documents_survive_a_container_made_anew(compose: dict[str, Any]) -> None:
    """A volume is given its owner by the folder it covers: the image makes that one its user's."""
    web = compose["services"]["web"]
    kept = {volume.split(":")[1]: volume.split(":")[0] for volume in web["volumes"]}
    folder = web["environment"]["CTM_DATA_DIR"]
    assert kept[folder] in compose["volumes"]
    assert "ATTACHMENT_DIR" not in web["environment"]  # else it would have to be in there
    assert f"install -d -o ctm -g ctm {folder}\n" in (env.ROOT / "Dockerfile").read_text()


def test_the_image_gets_every_file_its_commands_name(compose: dict[str, Any]) -> None:
    kept = (env.ROOT / ".dockerignore").read_text()
    for needed in ("manage.py", "deploy", "ctm_casework", "complaints", "hpms_sync", "templates"):
        assert f"!{needed}\n" in kept


class System:
    """PostgreSQL and Redis behind URLs, as the containers would see them."""

    def __init__(self, folder: Path, database_url: str, redis_url: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOSTNAME": socket.gethostname(),
            "PORT": str(self.port),
            "CTM_ENV": "production",
            "CTM_DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "CTM_ENCRYPTION_KEYS": secrets.token_urlsafe(32) + "=",
            "ALLOWED_HOSTS": "ctm.example",
        }

    def here(self, words: list[str]) -> list[str]:
        """A command line of the compose file with this machine's port and folder."""
        ours = {"0.0.0.0": "127.0.0.1", "8000": str(self.port), "8801": str(self.port)}
        places = [re.sub(r"^/data", str(self.folder), str(word)) for word in words]
        return [re.sub(r"0\.0\.0\.0|8000|8801", lambda m: ours[m[0]], word) for word in places]

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=env.ROOT, env=self.environment, timeout=90,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    @contextmanager
    def running(self, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        with (self.folder / "output").open("wb") as output:
            process = subprocess.Popen(
                command, cwd=env.ROOT, env=self.environment, stdout=output, stderr=output
            )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def becomes_healthy(self, check: list[str], process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + 60
        while self.run(check).returncode:
            if process.poll() is not None or time.monotonic() > deadline:
                print((self.folder / "output").read_text())
                return False
            time.sleep(0.2)
        return True


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    port = free_port()
    program = redis_program(account_for(env.data_dir() / "postgres"))
    process = subprocess.Popen(
        [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", "/tmp"],
        stdout=subprocess.DEVNULL,
    )
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def system(
    tmp_path_factory: pytest.TempPathFactory, redis_url: str, compose: dict[str, Any]
) -> Iterator[System]:
    if env.text("DATABASE_URL"):
        pytest.skip("makes a database of its own on the embedded PostgreSQL; DATABASE_URL is set")
    host, name = socket_folder(env.data_dir()), f"ctm_deploy_{os.getpid()}"
    url = f"postgresql://ctm@{str(host).replace('/', '%2F')}/{name}"
    with psycopg.connect(host=str(host), user="ctm", dbname="postgres", autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        system = System(tmp_path_factory.mktemp("deploy"), url, redis_url)
        migrated = system.run(system.here(compose["services"]["migrate"]["command"]))
        assert migrated.returncode == 0, migrated.stdout
        yield system
        admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.mark.parametrize("name", ["web", "beat", "simulator"])
def test_the_command_line_comes_up_healthy(
    name: str, system: System, compose: dict[str, Any]
) -> None:
    service = compose["services"][name]
    check = system.here(service["healthcheck"]["test"][1:])
    assert system.run(check).returncode != 0
    with system.running(system.here(service["command"])) as process:
        assert system.becomes_healthy(check, process)


def test_the_worker_answers_ping(system: System, compose: dict[str, Any]) -> None:
    service = compose["services"]["worker"]
    kind, line = service["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    check = ["/bin/sh", "-c", line.replace("$$", "$").replace("--timeout 10", "--timeout 2")]
    with system.running(system.here(service["command"])) as process:
        assert system.becomes_healthy(check, process)


def test_the_image_starts_what_compose_starts_as_web(compose: dict[str, Any]) -> None:
    line = re.findall(r"^CMD (.*)$", (env.ROOT / "Dockerfile").read_text(), re.MULTILINE)[0]
    assert json.loads(line) == compose["services"]["web"]["command"]


def test_the_database_script_is_sound_shell() -> None:
    script = env.ROOT / "deploy" / "postgres-init.sh"
    assert os.access(script, os.X_OK)
    assert subprocess.run([shutil.which("sh") or "sh", "-n", script]).returncode == 0
