"""A page made anew is the text of before only where it shows the same to the same clock."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.test.signals import template_rendered

from cms.screens.whole import Shows, rendered_once
from learning.models import Session
from peerlearn.common import page_cache
from tests import factories
from tests.common.kept_site import Site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages")]

VISITS = iter(range(10_000))


@pytest.fixture
def session():
    return factories.session(price=0, capacity=2)


@pytest.fixture
def paths(session):
    own = (session.get_absolute_url(), session.mentor.get_absolute_url())
    return ("/", "/sessions/", "/sessions/?q=rust", session.domain.get_absolute_url(), *own)


@pytest.fixture
def rendered():
    """Names of the templates rendered since."""
    names = []

    def note(template, **_):
        names.append(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def anew(client, path, **headers):
    """Ask for a page by an address nobody asked for before."""
    mark = "&" if "?" in path else "?"
    answer = client.get(f"{path}{mark}utm_visit={next(VISITS)}", **headers)
    assert answer.status_code == 200
    return answer.content.decode()


def flash(words):
    """Return the cookie of a visitor for whom a message waits."""
    storage, answer = CookieStorage(RequestFactory().get("/")), HttpResponse()
    storage.add(messages.INFO, words)
    storage.update(answer)
    return answer.cookies["messages"].value


def test_a_page_that_shows_the_same_is_not_rendered_again(client, paths, rendered):
    first = [anew(client, path) for path in paths]
    rendered.clear()
    assert [anew(client, path) for path in paths] == first
    assert rendered == []


def test_a_seat_taken_is_a_text_of_its_own(client, session, paths):
    for taken, words in ((0, "2 seats left"), (1, "1 seat left"), (0, "2 seats left")):
        Session.objects.filter(pk=session.pk).update(seats_taken=taken)
        assert [path for path in paths if words not in anew(client, path)] == []


def test_each_clock_has_its_own_text(client, paths):
    for zone in ("Asia/Kolkata", "Europe/London", "Asia/Kolkata"):
        client.cookies["tz"] = zone
        wrong = [path for path in paths if f'data-zone="{zone}"' not in anew(client, path)]
        assert wrong == []
        assert ("IST" in anew(client, paths[1])) == (zone == "Asia/Kolkata")


def test_a_list_that_is_narrowed_is_not_for_search_engines_though_it_shows_the_same(client):
    factories.session()
    for _ in range(2):
        assert 'name="robots"' not in anew(client, "/sessions/")
        assert 'name="robots"' in anew(client, "/sessions/?unheard=of")


def test_somebody_known_gets_a_page_of_their_own_and_leaves_none(client, session, paths):
    before = [anew(client, path) for path in paths]
    known = Client()
    known.force_login(factories.person("Nadia Rahman"))
    for path in paths:
        text = anew(known, path)
        assert "Nadia" in text
        assert f"/saved/{session.pk}/" in text or path == session.mentor.get_absolute_url()
        assert "csrfmiddlewaretoken" in text
    assert [anew(client, path) for path in paths] == before


def test_a_visitor_with_a_message_reads_it_once_and_nobody_else_does(client, paths):
    before = [anew(client, path) for path in paths]
    for path in paths:
        other = Client()
        other.cookies["messages"] = flash("Only you may read this.")
        assert "Only you may read this." in anew(other, path)
        assert "Only you may read this." not in anew(other, path)
    assert [anew(client, path) for path in paths] == before


def test_a_text_with_somebodys_token_is_not_kept():
    def view(request):
        page_cache.depends_on("thing")
        values = {"name": lambda: get_token(request), "shows": Shows(("x",))}
        return rendered_once(TemplateResponse(request, "components/icon.html", values))

    site = Site(view)
    assert len({site.get("/one/").content for _ in range(3)}) == 3
