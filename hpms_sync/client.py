"""HTTP to HPMS's CTM API: token, download, casework upload. Nothing else.

Source: CMS memo of September 22, 2025, Appendix C. Reads are tried again with growing pauses; an upload
only where nothing was sent. Errors are of hpms_sync.errors."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, Self, TypeVar

import httpx
import stamina
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from redis.exceptions import RedisError

from complaints.casework_payload import Payload
from hpms_sync.errors import (
    HpmsAuthorizationFailed,
    HpmsBusy,
    HpmsError,
    HpmsForbidden,
    HpmsMisdirected,
    HpmsNoAnswer,
    HpmsNoToken,
    HpmsRefused,
    HpmsServerError,
    HpmsTooLate,
    HpmsUnreachable,
    HpmsUnreadable,
)
from hpms_sync.keys.token_source import token_of_source
from hpms_sync.keys.tokens import Credentials, Token, token_keep, token_kept, tokens_forget

T = TypeVar("T")
log = logging.getLogger(__name__)

TOKEN = "/api/idm/oauth/AMMtoken"  # noqa: S105  an address
DOWNLOAD = "/api/ctm_ext/api/downloadcomplaints"
UPLOAD = "/api/ctm_ext/api/uploadcaseworkfile"

# A long body is broken off when its key is ended meanwhile: how often that is looked up.
LOOK_SECONDS = 5.0
# Statuses that speak of what the call says, not of where it went.
REFUSALS = (400, 413, 415, 422)


@dataclass(frozen=True)
class LineResult:
    """HPMS's answer to one line of an upload; `line` counts from 1."""

    line: int
    complaint_id: str
    message: str


class HpmsClient:
    """One key's access to the API. Use as a context manager; not shared between threads.

    `credentials` are those in use: of a key with several, the ones HPMS takes."""

    def __init__(self, credentials: Credentials) -> None:
        self.credentials = credentials
        self._worked: Credentials | None = None
        self.http = httpx.Client(
            base_url=credentials.base_url,
            timeout=httpx.Timeout(
                settings.HPMS_READ_SECONDS, connect=settings.HPMS_CONNECT_SECONDS
            ),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        if self._worked:
            try:
                self._worked.ring.worked(self._worked)
            except (
                DatabaseError,
                RedisError,
            ):  # the books can wait for the next job, HPMS's answers cannot
                log.exception("it is not written down that the key works")

    # Token

    def token(self, fresh: bool = False) -> str:
        """A bearer token, reused until shortly before it expires; `fresh` asks for a new one."""
        return self.token_lasting(fresh).value

    def token_lasting(self, fresh: bool = False) -> Token:
        """The same, with the moment it expires."""

        def checked(pair: Credentials) -> Token:
            pair.ring.check()
            return self._token_of(pair, fresh)

        return self._by_turns(checked)

    def _token_of(self, pair: Credentials, fresh: bool = False) -> Token:
        """A kept one is no permission: whoever uses it asks first whether the key still may."""
        kept = None if fresh else token_kept(pair)
        return kept or self._new_token(pair)

    def _new_token(self, pair: Credentials) -> Token:
        pair.ring.check()
        try:
            token = self._ask_token(pair)
        except HpmsRefused as error:
            raise HpmsAuthorizationFailed(
                f"{error} Check HPMS_TOKEN_KEY_ID_FIELD and HPMS_TOKEN_SECRET_FIELD."
            ) from None
        except HpmsError as error:
            if error.maybe_done:
                raise HpmsNoToken(f"No token: {error}") from None
            raise
        token_keep(pair, token)
        try:
            pair.ring.check()
        except HpmsError:  # deactivated while the token was on its way
            with suppress(RedisError):
                tokens_forget([pair])
            raise
        return token

    def _ask_token(self, pair: Credentials) -> Token:
        if pair.source_url:
            return _again(lambda: token_of_source(self.http, pair), HpmsError)
        body = {
            settings.HPMS_TOKEN_KEY_ID_FIELD: pair.key_id,
            settings.HPMS_TOKEN_SECRET_FIELD: pair.secret,
        }
        answer = _again(lambda: self._post(TOKEN, body, {}), HpmsError)
        try:
            given = answer.json()
            return Token.lasting(str(given["accessToken"]), int(given["expires"]))
        except (ValueError, KeyError, TypeError, OverflowError):
            raise HpmsUnreadable(
                "HPMS's answer to the token call is not the JSON the memo describes."
            ) from None

    # Download

    def download(
        self,
        status: str,
        contracts: Sequence[str],
        date_from: dt.date,
        date_to: dt.date,
        into: IO[bytes],
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        """Writes the body of a download into a file, whole, and leaves it at its start.

        `status` "0" open, "1" resolved, "0,1" all. `meanwhile` is called every LOOK_SECONDS while it comes."""
        body = {
            "complaintStatus": status,
            "contracts": ",".join(contracts),
            "dateFrom": date_from.isoformat(),
            "dateTo": date_to.isoformat(),
            "limitToAttachment": "",
            "limitToRequests": "",
        }
        self._authorized(lambda headers: self._fetch(body, headers, into, meanwhile), HpmsError)
        into.seek(0)

    def _fetch(
        self,
        body: dict[str, str],
        headers: dict[str, str],
        file: IO[bytes],
        meanwhile: Callable[[], None],
    ) -> None:
        file.seek(0)
        file.truncate()
        with (
            _typed_errors(),
            self.http.stream("POST", DOWNLOAD, json=body, headers=headers) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                answer.read()
                raise _refusal(answer)
            looked = time.monotonic()
            for chunk in answer.iter_bytes():
                file.write(chunk)
                if time.monotonic() - looked > LOOK_SECONDS:
                    self.credentials.ring.check()
                    meanwhile()
                    looked = time.monotonic()

    # Upload

    def upload(
        self, batch: Sequence[Payload], until: dt.datetime | None = None
    ) -> list[LineResult]:
        """Sends casework, one item per complaint, and returns HPMS's results in the order it gave them.

        After `until` nothing is sent any more (HpmsTooLate): somebody else may have taken the batch over."""
        wrapper = settings.HPMS_UPLOAD_WRAPPER
        body = {wrapper: list(batch)} if wrapper else list(batch)

        def sent(headers: dict[str, str]) -> httpx.Response:
            if until and timezone.now() >= until:
                raise HpmsTooLate("The call was not made: the time for it was over.")
            return self._post(UPLOAD, body, headers)

        return _line_results(self._authorized(sent, HpmsUnreachable))

    # Both

    def _authorized(self, call: Callable[[dict[str, str]], T], on: type[HpmsError]) -> T:
        """Makes the call with a token, again on errors of the kind `on`; on 401 once more with a
        fresh token (API.401)."""

        def made(pair: Credentials) -> T:
            token = self._token_of(pair)
            try:
                return self._called(call, pair, token, on)
            except HpmsAuthorizationFailed:
                return self._called(call, pair, self._token_of(pair, fresh=True), on)

        answer = self._by_turns(made)
        self._worked = self.credentials
        return answer

    def _called(
        self,
        call: Callable[[dict[str, str]], T],
        pair: Credentials,
        token: Token,
        on: type[HpmsError],
    ) -> T:
        headers = {"Authorization": f"Bearer {token.value}", "X-API-CONSUMER-ID": pair.key_id}

        def checked() -> T:
            pair.ring.check()  # a deactivated key makes no call, whatever a worker still holds
            return call(headers)

        return _again(checked, on)

    def _by_turns(self, use: Callable[[Credentials], T]) -> T:
        """With the pair in use and, where HPMS refuses it, with the key's others."""
        tried: list[Credentials] = []
        while True:
            pair = self.credentials
            try:
                return use(pair)
            except HpmsAuthorizationFailed as error:
                tried.append(pair)
                pair.ring.refused(pair)
                other = pair.ring.next(tried)
                if other is None:
                    pair.ring.rejected(error, tried)
                    self.credentials = tried[0]
                    raise
                self.credentials = other

    def _post(self, path: str, body: Any, headers: dict[str, str]) -> httpx.Response:
        """The answer, read whole. One that comes in dribs and drabs is waited for no longer than one that
        does not come."""
        with (
            _typed_errors(),
            self.http.stream("POST", path, json=body, headers=headers) as coming,
        ):
            ends = time.monotonic() + settings.HPMS_READ_SECONDS
            content = bytearray()
            for chunk in coming.iter_bytes():
                content += chunk
                if time.monotonic() > ends:
                    raise HpmsNoAnswer("HPMS's answer did not end in time.")
        answer = httpx.Response(coming.status_code, content=bytes(content))
        if answer.status_code != httpx.codes.OK:
            raise _refusal(answer)
        return answer


def _again(call: Callable[[], T], on: type[HpmsError]) -> T:
    """Calls again, with growing pauses, while the error is of this kind and a later try can help."""
    for attempt in stamina.retry_context(
        on=lambda error: isinstance(error, on) and error.try_again,
        attempts=settings.HPMS_RETRIES,
        timeout=None,
        wait_initial=0.5,
        wait_max=20.0,
    ):
        with attempt:
            return call()
    raise AssertionError("stamina ends with a result or an error")


@contextmanager
def _typed_errors() -> Iterator[None]:
    try:
        yield
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise HpmsMisdirected("The key's base URL is no web address. Correct it.") from None
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise HpmsUnreachable(f"HPMS cannot be reached ({type(error).__name__}).") from None
    except httpx.TimeoutException as error:
        raise HpmsNoAnswer(f"HPMS gave no answer in time ({type(error).__name__}).") from None
    except httpx.TransportError as error:
        raise HpmsNoAnswer(f"The connection to HPMS broke ({type(error).__name__}).") from None
    except httpx.DecodingError:
        raise HpmsUnreadable("HPMS's answer is damaged: it cannot be unpacked.") from None


def _refusal(answer: httpx.Response) -> HpmsError:
    said = _error_text(answer)
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return HpmsAuthorizationFailed(
            f"HPMS refused the key: {said}. Check key id and secret, and that HPMS has not deactivated the key."
        )
    if answer.status_code == httpx.codes.FORBIDDEN:
        return HpmsForbidden(
            f"HPMS forbids this call (403): {said}. Check the key's base URL and what it may do."
        )
    if answer.status_code == httpx.codes.REQUEST_TIMEOUT:
        return HpmsNoAnswer(f"HPMS gave up on the call (408): {said}.")
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return HpmsBusy("HPMS asks to wait (429).")
    if answer.is_server_error:
        return HpmsServerError(f"HPMS failed ({answer.status_code}): {said}.")
    if answer.status_code in REFUSALS:
        return HpmsRefused(f"HPMS refused the call ({answer.status_code}): {said}.")
    if answer.is_client_error:
        return HpmsMisdirected(
            f"No CTM API at the key's base URL ({answer.status_code}): {said}. Check the address."
        )
    return HpmsUnreadable(
        f"HPMS answered with status {answer.status_code}, which means nothing here."
    )


def _error_text(answer: httpx.Response) -> str:
    """HPMS's `error`, shortened; never a page of HTML."""
    try:
        return str(answer.json()["error"])[:200]
    except (ValueError, KeyError, TypeError):
        return "no error text"


def _line_results(answer: httpx.Response) -> list[LineResult]:
    try:
        given = answer.json()
        lines = given["Status"] if isinstance(given, dict) else given
        return [LineResult(int(i["line"]), str(i["complaintId"]), str(i["message"])) for i in lines]
    except (ValueError, KeyError, TypeError, OverflowError):  # int(Infinity)
        raise HpmsUnreadable(
            "HPMS's answer to the upload is not the JSON the memo describes."
        ) from None
