"""An address nobody knows: people get a page, programs at the API the body of every other refusal."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found

NO_SUCH_ADDRESS = {
    "rule": "input",
    "severity": "ERROR",
    "field": "",
    "message": "There is no such address. /api/schema/ lists them all.",
    "citation": "",
}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"errors": [NO_SUCH_ADDRESS]}, status=404)
    return page_not_found(request, exception)
