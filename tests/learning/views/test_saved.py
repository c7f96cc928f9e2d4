"""Saving sessions, without a script as with one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import SavedSession, Session
from learning.own_data import collect
from learning.services import forgetting
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    person = factories.person()
    client.force_login(person)
    return person


def saved():
    return list(SavedSession.objects.values_list("session_id", flat=True))


def test_saving_twice_saves_once_and_leads_back(client, learner):
    session = factories.session()
    for _ in range(2):
        answer = client.post(
            f"/saved/{session.pk}/",
            {"on": "1"},
            headers={"Referer": "http://testserver/sessions/?q=x"},
        )
        assert answer.url == "http://testserver/sessions/?q=x"
    assert saved() == [session.pk]
    client.post(f"/saved/{session.pk}/", {"on": "0"}, headers={"X-Requested-With": "fetch"})
    client.post(f"/saved/{session.pk}/", {"on": "0"})
    assert saved() == []


def test_nobody_is_led_to_another_site(client, learner):
    session = factories.session()
    answer = client.post(f"/saved/{session.pk}/", headers={"Referer": "https://evil.example/"})
    assert answer.url == "/learner/saved/"


def test_drafts_and_private_sessions_cannot_be_saved(client, learner):
    draft, private = factories.draft(), factories.session()
    Session.objects.filter(pk=private.pk).update(kind="private")
    for pk in (draft.pk, private.pk, 10**12):
        assert client.post(f"/saved/{pk}/", {"on": "1"}).status_code == 404
    assert saved() == []


def test_the_list_shows_what_is_to_come_and_what_is_over(client, learner):
    soon, over = factories.session(title="Soon"), factories.session(title="Long ago")
    for session in (soon, over):
        client.post(f"/saved/{session.pk}/", {"on": "1"})
    factories.move_start(over, -500)
    answer = client.get("/learner/saved/")
    assert [card.title for card in answer.context["cards"]] == ["Soon"]
    assert [card.title for card in answer.context["past"]] == ["Long ago"]


def test_an_empty_list_says_what_to_do(client, learner):
    assert "Press the heart" in client.get("/learner/saved/").content.decode()


def test_cards_know_what_is_saved_in_one_statement(client, learner):
    first = factories.session()
    factories.session(starts_in=200)
    client.post(f"/saved/{first.pk}/", {"on": "1"})
    with CaptureQueriesContext(connection) as captured:
        html = client.get("/sessions/").content.decode()
    pressed = re.findall(r'action="/saved/(\d+)/".*?aria-pressed="(\w+)"', html, re.S)
    assert dict(pressed)[str(first.pk)] == "true"
    assert sorted(dict(pressed).values()) == ["false", "true"]
    assert sum("learning_savedsession" in query["sql"] for query in captured) == 1


def test_a_visitor_is_asked_to_log_in_and_comes_back(client):
    session = factories.session()
    html = client.get("/sessions/").content.decode()
    assert f'href="/login/?next={session.get_absolute_url()}"' in html
    assert client.post(f"/saved/{session.pk}/", {"on": "1"}).status_code == 302
    assert saved() == []


def test_who_only_teaches_has_no_heart(client):
    factories.session()
    client.force_login(factories.mentor().user)
    assert 'action="/saved/' not in client.get("/sessions/").content.decode()


def test_saved_sessions_are_in_the_export_and_go_with_the_account(client, learner):
    session = factories.session(title="Mine")
    client.post(f"/saved/{session.pk}/", {"on": "1"})
    assert [row["title"] for row in collect(learner)["as_learner"]["saved"]] == ["Mine"]
    forgetting.forget_person(user_id=learner.pk)
    assert saved() == []


@pytest.mark.parametrize("on", ["0", "1"])
def test_a_number_no_session_can_have_saves_nothing(client, learner, on):
    answer = client.post(f"/saved/{'9' * 30}/", {"on": on})
    assert answer.status_code in (302, 404)
    assert saved() == []
