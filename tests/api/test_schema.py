"""The API's own description is complete and without a doubt of its generator."""

import io

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator
from rest_framework.views import APIView

UNDESCRIBED = {"api-schema"}  # a description does not describe itself
AUTH = ["login", "register", "otp", "refresh", "logout", "password-reset", "me"]


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def api_views(patterns=None):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from api_views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "cls", None)
            module = getattr(view, "__module__", "")
            if view and issubclass(view, APIView) and not module.startswith("wagtail"):
                yield pattern.name


def test_the_schema_is_valid_and_leaves_nothing_to_guess():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


def test_every_api_view_is_described(schema):
    count = len(set(api_views()) - UNDESCRIBED)
    assert count >= 18
    assert len(schema["paths"]) == count


def test_every_route_says_what_it_does_and_answers(schema):
    for path, method, operation in operations(schema):
        assert operation["summary"], (path, method)
        good = [status for status in operation["responses"] if status < "300"]
        assert good, (path, method)
        if method in ("post", "put", "patch") and "requestBody" in operation:
            assert "400" in operation["responses"], (path, method)


def test_every_refusal_has_the_one_shape(schema):
    for path, method, operation in operations(schema):
        for status, answer in operation["responses"].items():
            if status >= "400":
                body = answer["content"]["application/json"]["schema"]
                assert body == {"$ref": "#/components/schemas/Refusal"}, (path, method, status)


@pytest.mark.parametrize("route", AUTH)
def test_every_login_route_shows_an_example(schema, route):
    (operation,) = schema["paths"][f"/api/auth/{route}/"].values()
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    answered = operation["responses"].get("200", operation["responses"].get("202", {}))
    shown = answered.get("content", {}).get("application/json", {})
    assert sent.get("examples") or shown.get("examples")


def test_the_schema_is_served_to_anybody_with_and_without_the_slash(client):
    for path in ("/api/schema/", "/api/schema"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert b"/api/auth/login/" in answer.content
