"""The second way to a token: an outside source by URL, so that the secret never enters this application.

Asked by POST with {"keyId": the key's id} and, where the key has one, a bearer credential. It answers as
HPMS's own token call does, {"accessToken", "expires"}, or {"access_token", "expires_in"}; seconds."""

import httpx

from hpms_sync.errors import TokenSourceFailed, TokenSourceRefused
from hpms_sync.keys.tokens import Credentials, Token

WORDS = (("accessToken", "expires"), ("access_token", "expires_in"))


def token_of_source(http: httpx.Client, pair: Credentials) -> Token:
    """Raises TokenSourceFailed, TokenSourceRefused."""
    answer = _answer(http, pair)
    if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        raise TokenSourceRefused(
            f"The token source refuses this application ({answer.status_code}). Check the key's "
            "token source and the credential for it."
        )
    if answer.status_code != httpx.codes.OK:
        raise TokenSourceFailed(
            f"The token source failed ({answer.status_code}); HPMS was not asked. Look at the source."
        )
    return _token(answer)


def _answer(http: httpx.Client, pair: Credentials) -> httpx.Response:
    bearer = pair.source_credential
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    try:
        return http.post(pair.source_url, json={"keyId": pair.key_id}, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TokenSourceFailed(
            f"The token source gave no answer ({type(error).__name__}); HPMS was not asked. "
            "See that it runs and can be reached from here."
        ) from None


def _token(answer: httpx.Response) -> Token:
    try:
        given = answer.json()
        value, seconds = next(pair for pair in WORDS if pair[0] in given)
        return Token.lasting(str(given[value]), int(given[seconds]))
    except (ValueError, KeyError, TypeError, OverflowError, StopIteration):
        raise TokenSourceFailed(
            "The token source's answer is not the JSON that is asked for: accessToken and expires, or "
            "access_token and expires_in."
        ) from None
