import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ctm_casework import env

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("redis", "broker"),
    [
        ("redis://host:6379/3", "redis://host:6379/3"),
        ("rediss://user:secret@host:6380/0", "rediss://user:secret@host:6380/0"),
        ("unix:///run/redis.sock?db=2", "redis+socket:///run/redis.sock?virtual_host=2"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0"),
    ],
)
def test_celery_gets_the_redis_that_the_cache_has(monkeypatch, redis, broker):
    monkeypatch.setenv("REDIS_URL", redis)
    assert env.broker_url() == broker


@pytest.mark.parametrize("value", ["ture", "2", "on please"])
def test_a_flag_that_is_neither_yes_nor_no_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("CTM_HTTPS", value)
    with pytest.raises(env.Misconfigured, match="CTM_HTTPS"):
        env.flag("CTM_HTTPS")


def test_a_number_that_is_none_stops_the_start(monkeypatch):
    monkeypatch.setenv("HPMS_BATCH_SIZE", "fifty")
    with pytest.raises(env.Misconfigured, match="HPMS_BATCH_SIZE"):
        env.number("HPMS_BATCH_SIZE", 50)


def test_a_number_that_is_too_small_stops_the_start(monkeypatch):
    monkeypatch.setenv("HPMS_BATCH_SIZE", "0")
    with pytest.raises(env.Misconfigured, match="HPMS_BATCH_SIZE='0' is too small"):
        env.number("HPMS_BATCH_SIZE", 50, least=1)
    monkeypatch.setenv("HPMS_BATCH_SIZE", "1")
    assert env.number("HPMS_BATCH_SIZE", 50, least=1) == 1


def test_a_development_secret_is_made_once_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("CTM_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("CTM_ENV", raising=False)
    made = env.secret("SECRET_KEY")
    assert len(made) >= 40
    assert env.secret("SECRET_KEY") == made
    assert (tmp_path / "secrets" / "secret_key").stat().st_mode & 0o777 == 0o600


def run(tmp_path, **variables):
    """`manage.py check` in production, with nothing set but what is given."""
    settings = {"CTM_ENV": "production", "CTM_DATA_DIR": str(tmp_path)} | variables
    bare = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=bare | {"REDIS_URL": "redis://127.0.0.1:1/0"} | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_refuses_to_start_without_its_secrets(tmp_path):
    said = run(tmp_path)
    assert said.returncode == 1
    for error in ("ctm.E001", "ctm.E002", "ctm.E004"):
        assert error in said.stderr
    assert not (tmp_path / "secrets").exists()


def test_production_refuses_an_encryption_key_that_is_none(tmp_path):
    said = run(
        tmp_path,
        SECRET_KEY="x" * 60,
        CTM_ENCRYPTION_KEYS="not-a-key",
        ALLOWED_HOSTS="ctm.example.org",
    )
    assert said.returncode == 1
    assert "ctm.E003" in said.stderr
    assert "not-a-key" not in said.stderr


def test_production_starts_with_them(tmp_path):
    said = run(
        tmp_path,
        SECRET_KEY="x" * 60,
        CTM_ENCRYPTION_KEYS=Fernet.generate_key().decode(),
        ALLOWED_HOSTS="ctm.example.org",
    )
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize("what", [["worker", "--pool", "solo"], ["beat"]])
def test_neither_worker_nor_beat_starts_without_the_secrets(tmp_path, what):
    said = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "ctm_casework", *what],
        cwd=tmp_path,  # beat leaves its schedule where it stands
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
            "CTM_ENV": "production",
            "CTM_DATA_DIR": str(tmp_path),
            "DATABASE_URL": "postgresql://x@127.0.0.1:1/x",
            "REDIS_URL": "redis://127.0.0.1:1/0",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert said.returncode != 0
    assert "ctm.E001" in said.stderr
