"""The edge: JSON errors, pages of a list, and what the API schema covers."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.defaults import server_error as page_for_server_error
from rest_framework.exceptions import APIException, ParseError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from .errors import DomainError, NotFound

UNAUTHORISED = 401
SERVER_ERROR = 500
DRF_CODES = {
    400: "invalid",
    401: "not_authenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "slow_down",
}


class Pages(PageNumberPagination):
    """Numbered pages of 24; `?size=` up to 100."""

    page_size_query_param = "size"
    max_page_size = 100


def error_body(error: DomainError) -> dict[str, Any]:
    """Return the JSON that every refused request answers with."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.fields:
        body["fields"] = error.fields
    return body


def api_errors(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception of an API view into one shape: {code, message[, fields]}."""
    if isinstance(exc, RequestDataTooBig):
        exc = DomainError("too_large", "That is more than one request may carry.", status=413)
    if isinstance(exc, DomainError):
        headers = {"WWW-Authenticate": 'Bearer realm="api"'} if exc.status == UNAUTHORISED else None
        return Response(error_body(exc), status=exc.status, headers=headers)
    if isinstance(exc, SuspiciousOperation):  # of Django's own limits, as on the number of fields
        exc = ParseError("This body is not one we read.")
    response = exception_handler(exc, context)
    if response is None:
        return None
    data = response.data
    code = _own_code(exc) or DRF_CODES.get(response.status_code, "error")
    if isinstance(data, dict) and "detail" in data:
        response.data = {"code": code, "message": str(data["detail"])}
    else:
        fields = data if isinstance(data, dict) else {"non_field_errors": data}
        texts = {name: _first(value) for name, value in fields.items()}
        response.data = {"code": code, "message": next(iter(texts.values()), ""), "fields": texts}
    return response


@csrf_exempt
def no_such_route(request: HttpRequest) -> JsonResponse:
    """Answer whatever address below /api/ nothing else answers, in the API's own words."""
    error = NotFound("not_found", "There is no such address.")
    return JsonResponse(error_body(error), status=error.status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for a mistake of ours: a page for people, JSON below /api/."""
    if not request.path.startswith("/api/"):
        return page_for_server_error(request)
    error = DomainError("server_error", "Something went wrong on our side.", status=SERVER_ERROR)
    return JsonResponse(error_body(error), status=error.status)


def _own_code(exc: Exception) -> str:
    """Return the code an exception of DRF was raised with, if it is not that of its class."""
    if not isinstance(exc, APIException):
        return ""
    codes = exc.get_codes()
    return codes if isinstance(codes, str) and codes != exc.default_code else ""


def _first(value: Any) -> str:
    while isinstance(value, list | dict) and value:
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
    return str(value)


def only_api_routes(endpoints: list[tuple], **_: Any) -> list[tuple]:
    """Keep Wagtail's admin API out of our schema (a drf-spectacular preprocessing hook)."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]
