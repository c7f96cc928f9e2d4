"""Who gets what at every address: the table in rights_table.py against the running product.

Every route of the URL configuration, with GET and with POST, asked by everybody there is. A route
that the table does not know fails; so does a row that no route stands behind.
"""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.site.rights_table import BY_PREFIX, FILL, LOGIN, OTP, PATHS, ROWS, WORDS
from tests.site.world import EVERYBODY, World, make_world
from tests.support.thrift import some
from tests.support.undoing import undone

pytestmark = [pytest.mark.long, pytest.mark.django_db]

METHODS = {"GET", "POST"}


def routes(resolver=None, prefix: str = "") -> Iterator[str]:
    """Yield the name of each route that is ours; a library's folder counts as one."""
    for route in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(route.pattern)
        folder = next((folder for folder in BY_PREFIX if pattern.startswith(folder)), None)
        # A route of ours may stand in front of a library's folder.
        if folder and isinstance(route, URLPattern) and _is_ours(route):
            yield route.name
        elif folder:
            yield folder
        elif isinstance(route, URLPattern):
            yield route.name or pattern
        else:
            yield from routes(route, pattern)


def _is_ours(route: URLPattern) -> bool:
    return not route.callback.__module__.startswith("wagtail")


def outcome(answer: HttpResponse) -> str | int:
    """Return how an address answered: a status, or where somebody was sent to log in."""
    if answer.status_code == 302 and re.match(r"(/admin)?/login/(\?|$)", answer.url):
        return LOGIN
    if answer.status_code == 302 and answer.url.startswith("/two-factor/"):
        return OTP
    if answer.status_code == 403 and b"otp_required" in answer.content:
        return OTP
    return answer.status_code


def ask(client: Client, method: str, path: str) -> str | int:
    """Ask once and undo all of it, also what the browser has kept."""
    cache.clear()
    kept = SimpleCookie(client.cookies.output(header="", sep=";"))
    with undone():
        answer = client.generic(method, path)
        found = outcome(answer)
        for _ in answer if answer.streaming else ():
            pass  # read to its end, a file is closed
    client.cookies = kept
    return found


def path_of(name: str, world: World) -> str:
    """Return the address of a row in this world."""
    if name in PATHS:
        return PATHS[name].format(learner=world.id_of("learner"), session=world.id_of("session"))
    filled = {key: world.id_of(thing) for key, thing in FILL.get(name, {}).items()}
    return reverse(name, kwargs={**filled, **WORDS.get(name, {})})


def test_every_route_has_its_rows_and_every_row_its_route():
    of_routes = {row.name for row in ROWS if not row.name.startswith("+")}
    assert set(routes()) - of_routes == set(), "a route without rows"
    assert of_routes - set(routes()) == set(), "rows without a route"
    for name in {row.name for row in ROWS}:
        assert {row.method for row in ROWS if row.name == name} == METHODS, name


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_what_the_table_says(who):
    world = make_world()
    client = world.client(who)
    wrong = []
    for row in some(ROWS, EVERYBODY.index(who)):
        path = path_of(row.name, world)
        found = ask(client, row.method, path)
        if found != row.expected[who]:
            wrong.append(f"{row.name} {row.method} {path}: {found}, not {row.expected[who]}")
    assert not wrong, "\n".join(wrong)
