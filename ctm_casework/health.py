from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse

from ctm_casework.accounts.access import Action, requires


@requires(Action.PUBLIC)
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while PostgreSQL and Redis answer; says nothing about anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    cache.get("healthz")
    return JsonResponse({"status": "ok"})
