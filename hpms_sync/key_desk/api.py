"""The token broker over REST: who is designated gets a short-lived token of a key, never its secret."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from knox.auth import TokenAuthentication
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle

from complaints.api.serializers.errors import REFUSALS, ErrorsSerializer
from ctm_casework.accounts.access import Action
from ctm_casework.accounts.models import User
from ctm_casework.accounts.permissions import ActionPermission
from hpms_sync.errors import HpmsError, HpmsKeyStopped
from hpms_sync.keys.token_broker import TokenDenied, person_known, service_known, token_issue
from hpms_sync.models import TokenDesignation


class Service:
    """Who asks, when it is a designated service: it is nobody's session and has no role."""

    is_authenticated = is_active = True

    def __init__(self, designation: TokenDesignation) -> None:
        self.designation = designation
        self.pk = f"service-{designation.pk}"


class ServiceAuthentication(BaseAuthentication):
    """`Authorization: Service <credential>`, the credential shown when the service was designated."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Service":
            return None
        designation = service_known(credential.strip())
        if designation is None:
            raise AuthenticationFailed(
                "No such service is designated, or no longer. The key's responsible party designates it."
            )
        return Service(designation), None

    def authenticate_header(self, request: Request) -> str:
        return "Service"


class ServiceScheme(OpenApiAuthenticationExtension):
    target_class = ServiceAuthentication
    name = "service"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization"}


class PersonOrService(BasePermission):
    message = ActionPermission.message

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.user, Service) or ActionPermission().has_permission(request, view)


class PerAsker(SimpleRateThrottle):
    """A token lasts an hour: who asks for many a minute does not reuse them."""

    scope = "hpms-token"

    def get_rate(self) -> str:
        return f"{settings.HPMS_TOKENS_PER_MINUTE}/min"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}


class CannotIssue(APIException):
    """HPMS, or the token source, gave no token."""

    status_code = 503


class TokenEntry(serializers.Serializer[Any]):
    key = serializers.CharField(
        required=False, max_length=200, help_text="Name or id of the key; a service leaves it out."
    )


class TokenSerializer(serializers.Serializer[Any]):
    """What a call of HPMS needs: `Authorization: Bearer <token>` and `X-API-CONSUMER-ID`."""

    token = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")
    consumer_id = serializers.CharField(help_text="The key's id, which may be shared.")
    base_url = serializers.CharField(help_text="Of HPMS, for this key's environment.")


class HpmsTokenView(GenericAPIView[Any]):
    """Open to whoever is signed in; the designation decides."""

    access = Action.SIGNED_IN
    authentication_classes = [TokenAuthentication, ServiceAuthentication, SessionAuthentication]
    permission_classes = [PersonOrService]
    throttle_classes = [PerAsker]
    parser_classes = [JSONParser]
    serializer_class = TokenSerializer
    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="hpms_token",
        request=TokenEntry,
        responses={200: TokenSerializer, **REFUSALS, 429: ErrorsSerializer, 503: ErrorsSerializer},
    )
    def post(self, request: Request) -> Response:
        """A token of an API key, valid for up to an hour, for designated people and services. Logged."""
        entry = TokenEntry(data=request.data)
        entry.is_valid(raise_exception=True)
        try:
            designation = _designation(request, entry.validated_data.get("key", ""))
            issued = token_issue(designation, _from_address(request))
        except (TokenDenied, HpmsKeyStopped) as error:
            raise PermissionDenied(str(error)) from None
        except HpmsError as error:
            raise CannotIssue(str(error)) from None
        return Response(
            {
                "token": issued.token.value,
                "expires_in": issued.token.seconds_left,
                "consumer_id": issued.consumer_id,
                "base_url": issued.base_url,
            },
            headers={"Cache-Control": "no-store"},
        )


def _designation(request: Request, key_name: str) -> TokenDesignation:
    if isinstance(request.user, Service):
        return request.user.designation
    if not key_name:
        raise serializers.ValidationError({"key": ["Name the key, by its name or id."]})
    assert isinstance(request.user, User)
    return person_known(request.user, key_name)


def _from_address(request: Request) -> str | None:
    """Behind a proxy that is trusted, the address it saw."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    trusted = settings.SECURE_PROXY_SSL_HEADER is not None
    return (seen if trusted else "") or request.META.get("REMOTE_ADDR") or None
