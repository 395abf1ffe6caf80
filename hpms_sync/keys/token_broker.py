"""The token broker: designated people and services get a short-lived token of a key, never its secret.

CMS memo of September 6, 2024: "create a service that provides the designated users with an authorization
token only". The key's responsible party designates and revokes; each token given out is logged."""

import hashlib
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ctm_casework.accounts.models import User
from hpms_sync.client import HpmsClient
from hpms_sync.keys.books import key_tell
from hpms_sync.keys.registry import credentials_of, locked_live
from hpms_sync.keys.ring import STANDS
from hpms_sync.keys.tokens import Token
from hpms_sync.models import ApiKey, TokenDesignation, TokenIssue

PREFIX = "ctmsvc_"


class TokenDenied(Exception):
    """Whoever asks may not have a token of this key, or not now. The words say why and what to do."""


@dataclass(frozen=True)
class Issued:
    """What a caller of HPMS needs: the token, the consumer id that goes with it, HPMS's address."""

    token: Token
    consumer_id: str
    base_url: str


@transaction.atomic
def person_designate(key: ApiKey, person: User, by: User | None = None) -> TokenDesignation:
    """Raises ValidationError: a token opens all contracts of its key, so the person must have them all."""
    key = locked_live(key)
    if refusal := _against(key, person):
        raise ValidationError({"person": refusal})
    if key.designations.filter(user=person, revoked_at=None).exists():
        raise ValidationError({"person": f"{person} is designated already."})
    key_tell(key, f"Designated {person} for tokens.", by)
    return TokenDesignation.objects.create(key=key, user=person, designated_by=by)


@transaction.atomic
def service_designate(
    key: ApiKey, name: str, by: User | None = None
) -> tuple[TokenDesignation, str]:
    """Returns the designation and the service's credential, which is shown this once and kept as a digest.

    Raises ValidationError."""
    key = locked_live(key)
    name = name.strip()
    if not name or len(name) > 80:
        raise ValidationError({"service": "Name the service in at most 80 characters."})
    if key.designations.filter(service=name, revoked_at=None).exists():
        raise ValidationError(
            {
                "service": f"{name} is designated already. Revoke it first to give it a new credential."
            }
        )
    credential = PREFIX + secrets.token_urlsafe(32)
    made = TokenDesignation.objects.create(
        key=key, service=name, service_digest=_digest(credential), designated_by=by
    )
    key_tell(key, f"Designated the service {name} for tokens.", by)
    return made, credential


@transaction.atomic
def designation_revoke(designation: TokenDesignation, by: User | None = None) -> bool:
    """No token any more, from now on; one given out lives to its end, within the hour. False: it was
    revoked before."""
    live = TokenDesignation.objects.filter(pk=designation.pk, revoked_at=None)
    if not live.update(revoked_at=timezone.now(), revoked_by=by):
        return False
    key_tell(designation.key, f"Revoked the designation of {designation}.", by)
    return True


def service_known(credential: str) -> TokenDesignation | None:
    """The living designation of the service that has this credential."""
    if not credential.startswith(PREFIX):
        return None
    live = TokenDesignation.objects.filter(revoked_at=None).select_related("key")
    return live.filter(service_digest=_digest(credential)).first()


def person_known(person: User, key_name: str) -> TokenDesignation:
    """The person's living designation for the key of this name or id. Raises TokenDenied."""
    mine = TokenDesignation.objects.filter(user=person, revoked_at=None).select_related("key")
    for designation in mine.prefetch_related("key__credentials"):
        if key_name in {designation.key.name, designation.key.key_id}:
            return designation
    raise TokenDenied(
        "You are not designated for tokens of such a key. Its responsible party designates people."
    )


def token_issue(designation: TokenDesignation, from_address: str | None) -> Issued:
    """A token of the key that is valid now, and a line in the log. Raises TokenDenied, HpmsError."""
    key = ApiKey.objects.get(pk=designation.key_id)
    if not key.active:
        raise TokenDenied(
            f"The key {key} {STANDS[ApiKey.Status(key.status)]}: no tokens are given."
        )
    if designation.user and (refusal := _against(key, designation.user)):
        raise TokenDenied(refusal)
    with HpmsClient(credentials_of(key)) as client:
        token = client.token_lasting()
        issued = Issued(token, client.credentials.key_id, key.url)
    TokenIssue.objects.create(
        designation=designation, expires_at=token.expires_at, from_address=from_address
    )
    return issued


def _against(key: ApiKey, person: User) -> str:
    """ "" when the person may have tokens of the key."""
    if not person.is_active:
        return f"{person} is not active."
    missing = key.contracts.exclude(contract_access__user=person).values_list("pk", flat=True)
    if missing:
        return (
            f"{person} has no access to {', '.join(sorted(missing))}, which a token of this key opens. "
            "Give access first, or use another key."
        )
    return ""


def _digest(credential: str) -> str:
    """Plain SHA-256: the credential is 256 random bits, nothing to guess."""
    return hashlib.sha256(credential.encode()).hexdigest()
