"""A mentor writes, publishes, moves and cancels sessions on pages that need no script."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from learning.models import Session
from learning.services import editing
from peerlearn.common.clock import now
from tests import factories as make

pytestmark = pytest.mark.django_db
KOLKATA = ZoneInfo("Asia/Kolkata")


@pytest.fixture
def mentor(client):
    made = make.mentor()
    client.force_login(made.user)
    return made


def local(moment):
    return moment.astimezone(KOLKATA).strftime("%Y-%m-%dT%H:%M")


def typed(**changes):
    return {
        "title": "Ghazal basics",
        "summary": "Metre and rhyme.",
        "domain": make.domain().slug,
        "level": "beginner",
        "language": "English",
        "starts_at": local(now() + timedelta(days=3)),
        "minutes": "60",
        "capacity": "3",
        "price_rupees": "450.50",
        "min_seats": "0",
        "decide_hours": "24",
        "description": "",
        "step_title": ["Warm up", ""],
        "step_minutes": ["10", ""],
        "step_text": ["", ""],
    } | changes


def url(session, verb=""):
    return f"/mentor/sessions/{session.pk}/{verb}"


def test_a_new_session_is_written_saved_and_published(client, mentor):
    assert client.get("/mentor/sessions/new/").status_code == 200
    answer = client.post("/mentor/sessions/new/", typed())
    made = Session.objects.get()
    assert answer.url == url(made)
    assert (made.price, made.curriculum.get().minutes) == (45_050, 10)
    page = client.get(url(made)).content.decode()
    assert 'value="450.50"' in page
    answer = client.post(url(made), typed(version="1", then="publish"))
    assert answer.url == "/mentor/sessions/"
    assert Session.objects.get().state == "scheduled"


def test_what_is_lacking_is_shown_beside_its_field_and_the_words_are_saved(client, mentor):
    made = make.draft(by=mentor)
    answer = client.post(url(made), typed(version="1", summary="", then="publish"))
    assert answer.status_code == 400
    assert "Say in one sentence" in answer.content.decode()
    assert Session.objects.get().title == "Ghazal basics"


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_rupees": "0.001"},
        {"price_rupees": "0.5"},
        {"price_rupees": "NaN"},
        {"minutes": "10000"},
        {"capacity": "0"},
        {"starts_at": "2020-01-01T10:00"},
        {"starts_at": "never"},
        {"domain": "nothing"},
        {"title": "x" * 121},
        {"step_title": ["", ""], "step_text": ["words", ""]},
        {"step_minutes": ["9" * 5000, ""]},
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_changes_nothing(client, mentor, wrong):
    made = make.draft(by=mentor)
    answer = client.post(url(made), typed(version="1", **wrong))
    assert answer.status_code == 400
    assert "Metre and rhyme." in answer.content.decode()
    assert Session.objects.get().version == 1


def test_without_a_script_the_second_tab_sees_both_texts_and_can_keep_its_own(client, mentor):
    made = make.draft(by=mentor)
    actor = mentor.user
    editing.edit(session_id=made.pk, actor=actor, version=1, changes={"title": "First tab"})
    answer = client.post(url(made), typed(version="1", title="Second tab"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First tab" in page
    assert 'value="Second tab"' in page
    assert 'name="version" value="2"' in page
    client.post(url(made), typed(version="2", title="Second tab"))
    assert Session.objects.get().title == "Second tab"


def test_an_autosave_answers_with_the_next_version_and_names_what_it_left_out(client, mentor):
    made = make.draft(by=mentor)
    body = client.post(url(made, "autosave/"), typed(version="1", price_rupees="0.5")).json()
    assert (body["version"], set(body["left_out"])) == (2, {"price_rupees"})
    body = client.post(url(made, "autosave/"), typed(version="1", title="Late"))
    assert body.status_code == 409
    assert body.json()["theirs"]["title"] == "Ghazal basics"


def test_a_published_sessions_time_is_not_in_the_form(client, mentor):
    made = make.session(by=mentor)
    page = client.get(url(made)).content.decode()
    assert 'name="starts_at"' not in page
    answer = client.post(url(made), typed(version="1", capacity="2", price_rupees="450"))
    assert answer.status_code == 302
    left = Session.objects.get()
    assert (left.title, left.starts_at) == ("Ghazal basics", made.starts_at)


def test_cancelling_shows_what_comes_back_and_wants_a_reason(client, mentor):
    made = make.session(by=mentor, price=0)
    make.seat(made)
    assert "1 learner loses the seat" in client.get(url(made, "cancel/")).content.decode()
    assert client.post(url(made, "cancel/"), {"reason": " "}).status_code == 400
    assert client.post(url(made, "cancel/"), {"reason": "Ill."}).url == "/mentor/sessions/past/"
    assert "Ill." in client.get("/mentor/sessions/past/").content.decode()


def test_another_time_is_asked_for_and_given(client, mentor):
    made = make.session(by=mentor)
    later = now() + timedelta(days=4)
    assert client.get(url(made, "reschedule/")).status_code == 200
    wrong = {"starts_at": "2020-01-01T10:00", "minutes": "60"}
    assert client.post(url(made, "reschedule/"), wrong).status_code == 400
    client.post(url(made, "reschedule/"), {"starts_at": local(later), "minutes": "60"})
    assert local(Session.objects.get().starts_at) == local(later)


def test_the_three_tabs_show_each_session_once(client, mentor):
    make.draft(by=mentor, title="Some draft")
    make.session(by=mentor, title="Some session")
    drafts = client.get("/mentor/sessions/drafts/").content.decode()
    scheduled = client.get("/mentor/sessions/").content.decode()
    assert "Some draft" in drafts
    assert "Some session" not in drafts
    assert "Some session" in scheduled
    assert "Some draft" not in scheduled


def test_a_copy_a_preview_and_a_draft_thrown_away(client, mentor):
    made = make.session(by=mentor)
    answer = client.post(url(made, "duplicate/"))
    copy = Session.objects.get(state="draft")
    assert answer.url == url(copy)
    assert made.title in client.get(url(copy, "preview/")).content.decode()
    assert client.post(url(copy, "publish/"), follow=True).status_code == 200
    client.post(url(copy, "delete/"))
    assert Session.objects.get() == made


def test_somebody_elses_session_is_not_there(client, mentor):
    other = make.draft()
    for verb in ("", "preview/", "cancel/", "reschedule/"):
        assert client.get(url(other, verb)).status_code == 404
    assert client.post(url(other, "autosave/"), typed(version="1")).status_code == 404
    for verb in ("publish/", "duplicate/", "delete/", "go-ahead/"):
        assert client.post(url(other, verb)).status_code in (403, 404)
    assert Session.objects.get().version == 1
