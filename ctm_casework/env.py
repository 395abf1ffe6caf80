"""What the environment says, with its defaults: the one place that reads os.environ for settings."""

import base64
import os
import secrets
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
MAIL_PORTS = {"smtps": 465, "smtp+tls": 587, "smtp": 25}


class Misconfigured(Exception):
    """An environment variable holds something its reader cannot use; the message names it and the remedy."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int, least: int | None = None) -> int:
    value = text(name, str(default))
    try:
        found = int(value)
    except ValueError:
        raise Misconfigured(f"{name}={value!r} is not a whole number.") from None
    if least is not None and found < least:
        raise Misconfigured(f"{name}={value!r} is too small. Use {least} or more.")
    return found


def flag(name: str, default: bool = False) -> bool:
    """Only 1/true/yes/on and 0/false/no/off are understood, so that a typing error cannot switch something on."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise Misconfigured(f"{name}={value!r} is neither yes nor no. Use 1 or 0.")


def words(name: str, default: str = "") -> list[str]:
    return [word for word in text(name, default).replace(",", " ").split() if word]


def deployment() -> str:
    """`development` (default) or `production`."""
    value = text("CTM_ENV", "development")
    if value not in {"development", "production"}:
        raise Misconfigured(f"CTM_ENV={value!r}: use development or production.")
    return value


def data_dir() -> Path:
    """Folder of embedded engines and generated secrets; two folders never disturb each other."""
    return Path(text("CTM_DATA_DIR", str(ROOT / "var"))).expanduser().resolve()


def secret(name: str) -> str:
    """The named secret. In development an unset one is made once and kept in the data folder, mode 0600;
    in production an unset one is empty, which a system check refuses."""
    value = text(name)
    if value or deployment() == "production":
        return value
    return _kept_secret(data_dir() / "secrets" / name.lower())


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made)
    try:
        os.link(draft, path)  # fails when another process was first: its secret counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()


def database_url() -> str:
    from ctm_casework import embedded

    return text("DATABASE_URL") or embedded.database_url(data_dir())


def redis_url() -> str:
    from ctm_casework import embedded

    return text("REDIS_URL") or embedded.redis_url(data_dir())


def broker_url() -> str:
    """The same Redis as Celery spells it: a socket is `redis+socket://path?virtual_host=0` there."""
    url = urlsplit(redis_url())
    if url.scheme != "unix":
        return url.geturl()
    database = parse_qs(url.query).get("db", ["0"])[0]
    return f"redis+socket://{url.path}?virtual_host={database}"


class Mail(NamedTuple):
    """A mail server, or none: `host` is "" then and the backend drops every mail."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False

    @property
    def backend(self) -> str:
        return f"django.core.mail.backends.{'smtp' if self.host else 'dummy'}.EmailBackend"


def mail() -> Mail:
    """The mail server in CTM_MAIL_URL: smtps://user:password@host:465 (TLS), smtp+tls://host:587
    (STARTTLS) or smtp://host:25 (in the clear). Unset: no mail leaves."""
    value = text("CTM_MAIL_URL")
    if not value:
        return Mail()
    url = urlsplit(value)
    if url.scheme not in MAIL_PORTS or not url.hostname:
        # Without the value, which may hold a password.
        raise Misconfigured("CTM_MAIL_URL: write smtps://, smtp+tls:// or smtp:// and a host.")
    return Mail(
        host=url.hostname,
        port=url.port or MAIL_PORTS[url.scheme],
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        tls=url.scheme == "smtps",
        starttls=url.scheme == "smtp+tls",
    )


def attachment_storage() -> dict[str, Any]:
    """Where documents lie, as STORAGES takes it: a private folder, or an S3-compatible bucket where one is
    named, opened with the key boto3 finds (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the machine's role)."""
    bucket = text("ATTACHMENT_S3_BUCKET")
    if not bucket:
        location = Path(text("ATTACHMENT_DIR", str(data_dir() / "attachments"))).expanduser()
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": str(location.resolve()),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    encryption = text("ATTACHMENT_S3_ENCRYPTION")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": text("ATTACHMENT_S3_ENDPOINT") or None,
            "region_name": text("ATTACHMENT_S3_REGION") or None,
            "location": text("ATTACHMENT_S3_PREFIX"),
            "default_acl": None,
            "file_overwrite": False,
            "object_parameters": {"ServerSideEncryption": encryption} if encryption else {},
        },
    }


def hold_engines() -> None:
    """Starts the embedded engine for each URL that is unset and keeps it up for the life of this process."""
    from ctm_casework import embedded

    embedded.hold(data_dir(), postgres=not text("DATABASE_URL"), redis=not text("REDIS_URL"))
