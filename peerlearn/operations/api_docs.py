"""The page that tells how to use the API, made on the server from its schema."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from .api_schema import Route, groups


@cache
def _groups() -> list[tuple[str, list[Route]]]:
    return groups(SchemaGenerator().get_schema(request=None, public=True))


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show every route with its parameters, bodies, answers and examples; no script needed."""
    return render(request, "operations/api_docs.html", {"groups": _groups()})
