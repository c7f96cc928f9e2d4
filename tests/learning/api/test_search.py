"""Suggestions while somebody types."""

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.models import Skill
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """A topic, a skill, a mentor and two sessions that begin alike."""
    music = factories.domain("Piano & keys", "piano")
    Skill.objects.create(name="Jazz piano", slug="jazz-piano", domain=music)
    by = factories.mentor("Pia Nowak")
    factories.session(by=by, title="Pianissimo", domain=music)
    factories.session(by=by, title="Pianissimo", domain=music, starts_in=300)


def suggested(client, q):
    answer = client.get("/api/search/suggestions/", {"q": q})
    assert answer.status_code == 200
    return [(one["kind"], one["text"], one["url"]) for one in answer.json()]


def test_topics_skills_mentors_and_sessions_are_suggested_each_once(client, house):
    found = suggested(client, "PIA")
    assert found[:3] == [
        ("topic", "Piano & keys", "/sessions/topic/piano/"),
        ("skill", "Jazz piano", "/sessions/?q=Jazz+piano"),
        ("mentor", "Pia Nowak", "/mentors/pia-nowak/"),
    ]
    assert [one[:2] for one in found[3:]] == [("session", "Pianissimo")]
    assert all(client.get(url).status_code in (200, 301) for _kind, _text, url in found)


def test_a_slip_still_suggests(client, house):
    assert ("skill", "Jazz piano", "/sessions/?q=Jazz+piano") in suggested(client, "pinao")


def test_never_more_than_eight(client, house):
    for number in range(12):
        factories.session(title=f"Pia number {number}", starts_in=500 + 61 * number)
    assert len(suggested(client, "pia")) == 8


def test_names_with_accents_are_found(client, house):
    factories.mentor("Éloïse Dupont")
    assert ("mentor", "Éloïse Dupont", "/mentors/eloise-dupont/") in suggested(client, "éloïse")


@pytest.mark.parametrize("q", ["", "p", " ", "zzzzzz", "\0", "%", "x" * 10_000])
def test_nothing_to_suggest_is_an_empty_list(client, house, q):
    assert suggested(client, q) == []


def test_suspended_mentors_and_drafts_are_not_suggested(client):
    factories.mentor("Pia Nowak", approved=False)
    factories.draft(title="Pianissimo")
    assert suggested(client, "pia") == []


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(q=st.text(max_size=50))
def test_no_text_breaks_it(client, house, q):

    cache.clear()
    suggested(client, q)
