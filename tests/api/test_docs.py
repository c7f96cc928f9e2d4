"""The API's page: every route, on the server, under the site's own security policy."""

import re

import pytest
from drf_spectacular.generators import SchemaGenerator

from peerlearn.operations.api_schema import Reader, groups

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=")
OUTSIDE = re.compile(r'(?:src|href)="https?://')


@pytest.fixture
def page(client):
    answer = client.get("/api/docs/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_every_route_of_the_schema_with_its_method(page):
    schema = SchemaGenerator().get_schema(request=None, public=True)
    routes = [route for _, routes in groups(schema) for route in routes]
    assert len(routes) >= 18
    assert sum(len(one) for one in schema["paths"].values()) == len(routes)
    for route in routes:
        assert f'id="{route.anchor}"' in page
        assert f"<code>{route.path}</code>" in page
    assert len({route.anchor for route in routes}) == len(routes)


def test_bodies_and_answers_come_with_examples(page):
    assert "correct-horse-battery" in page
    assert "&quot;otp_required&quot;: true" in page
    assert "invalid_credentials" in page
    for _, routes in groups(SchemaGenerator().get_schema(request=None, public=True)):
        for route in routes:
            assert bool(route.body) == bool(route.sent), route.path
            assert all(bool(one.fields) == bool(one.examples) for one in route.good), route.path


def test_it_needs_no_script_no_inline_style_and_nothing_from_elsewhere(page):
    assert not SCRIPT.search(page)
    assert not OUTSIDE.search(page)


def test_it_answers_without_the_slash_and_only_to_readers(client):
    assert client.get("/api/docs").status_code == 200
    assert client.post("/api/docs/").status_code == 405


def test_nested_values_are_listed_by_their_path():
    reader = Reader(
        {
            "Step": {"type": "object", "required": ["title"], "properties": {"title": {}}},
            "Page": {
                "type": "object",
                "properties": {
                    "steps": {"type": "array", "items": {"$ref": "#/components/schemas/Step"}},
                    "first": {"allOf": [{"$ref": "#/components/schemas/Step"}], "nullable": True},
                },
            },
        }
    )
    page = {"$ref": "#/components/schemas/Page"}
    names = [field.name for field in reader.fields(page)]
    assert names == ["steps", "steps[].title", "first", "first.title"]
    assert reader.sample(page) == {"steps": [{"title": "text"}], "first": {"title": "text"}}
