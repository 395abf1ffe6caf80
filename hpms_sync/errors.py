"""What can go wrong on the road to HPMS. Each says whether trying again can help, and whether HPMS may
have acted on the request all the same. Messages hold no PHI: nothing HPMS sends back beyond its error text."""

from typing import ClassVar


class HpmsError(Exception):
    """`try_again`: a later try can help. `maybe_done`: HPMS may have acted on it. `about_key`: a person
    must look after the API key; what waits to be sent keeps waiting."""

    try_again: ClassVar[bool] = True
    maybe_done: ClassVar[bool] = False
    about_key: ClassVar[bool] = False


class HpmsUnreachable(HpmsError):
    """No connection: nothing was sent."""


class HpmsBusy(HpmsError):
    """429: HPMS took nothing and asks to wait."""


class HpmsAuthorizationFailed(HpmsError):
    """401 with a fresh token: wrong key id or secret, or the key was deactivated."""

    try_again = False
    about_key = True


class HpmsKeyUnusable(HpmsError):
    """The key's secret cannot be opened here: no call was made."""

    try_again = False
    about_key = True


class HpmsKeyStopped(HpmsError):
    """The key may not be used here any more, or not until a person has looked: no call was made."""

    try_again = False


class HpmsMisdirected(HpmsError):
    """No API at the key's address (404 …): HPMS took nothing."""

    try_again = False
    about_key = True


class HpmsForbidden(HpmsMisdirected):
    """403: the key may not do this, or not with one of the rows of the call. HPMS took nothing."""


class HpmsRefused(HpmsError):
    """400 and its kin: HPMS refuses what the call says."""

    try_again = False


class HpmsRefusedThroughout(HpmsError):
    """400 and its kin to one row after the other, each by itself: it is the call, not what the rows say."""

    try_again = False
    about_key = True


class HpmsNoToken(HpmsError):
    """The token call got no usable answer, so the call proper was never made."""


class TokenSourceFailed(HpmsNoToken):
    """The outside token source gave no usable answer. HPMS was not asked."""

    about_key = True


class TokenSourceRefused(HpmsAuthorizationFailed):
    """The outside token source does not let this application have tokens. HPMS was not asked."""


class HpmsTooLate(HpmsError):
    """The time for the call was over before it was made: nothing was sent."""

    try_again = False


class HpmsNoAnswer(HpmsError):
    """The request left, and no answer came: time-out or broken connection."""

    maybe_done = True


class HpmsServerError(HpmsError):
    """5xx: HPMS failed while working on it."""

    maybe_done = True


class HpmsUnreadable(HpmsError):
    """An answer that is not what the memo describes: HTML, truncated JSON, another shape."""

    maybe_done = True
