"""How slides go: by their mentor's hand when the session is over, and when their time is over."""

from datetime import timedelta

import pytest

from live.models import Deck
from live.services import rooms, slide_making, slides, surface
from peerlearn.common.clock import travel
from peerlearn.common.files import private_files
from tests import factories
from tests.live.test_admission import come_in
from tests.live.test_slides import bring, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def test_a_mentor_deletes_slides_on_the_record_page_shown_or_not(
    web, django_capture_on_commit_callbacks
):
    session = factories.session(starts_in=5, price=0)
    mentor, learner = session.mentor.user, factories.seat(session).learner
    shown, unshown = (bring(web(mentor), session, pdf(2)).json()["id"] for _ in range(2))
    slide_making.sweep()
    rooms.start(session_id=session.pk, actor=mentor)
    come_in(session, learner)
    surface.turn_slide(session_id=session.pk, deck_id=shown, number=1)
    rooms.end(session_id=session.pk, actor=mentor)
    record = f"/room/{session.pk}/record/"
    buttons = {deck: f"{record}decks/{deck}/delete/" for deck in (shown, unshown)}
    mine, theirs = (web(who).get(record).content.decode() for who in (mentor, learner))
    for url in buttons.values():
        assert (f'action="{url}"' in mine, url in theirs) == (True, False)
        assert web(learner).post(url).status_code == 403
    for deck, left in ((unshown, 3), (shown, 0)):
        with django_capture_on_commit_callbacks(execute=True):
            answer = web(mentor).post(buttons[deck])
        assert (answer.status_code, answer.url) == (302, record)
        assert len(private_files().listdir(f"slides/{rooms.room_of(session).pk}")[1]) == left
    assert web(mentor).post(buttons[shown]).status_code == 404
    assert "record-slides" not in web(mentor).get(record).content.decode()


def test_slides_are_kept_so_many_days_after_their_session_however_early_they_were_brought(
    settings, web, django_capture_on_commit_callbacks
):
    settings.SLIDES_KEEP_DAYS = 30
    sessions = [factories.session(starts_in=days * 24 * 60, price=0) for days in (1, 40)]
    for session in sessions:
        bring(web(session.mentor.user), session, pdf(1))
    slide_making.sweep()
    first, later = Deck.objects.order_by("pk")
    for moment, left in ((first.kept_until - timedelta(seconds=9), 2), (first.kept_until, 1)):
        with travel(moment), django_capture_on_commit_callbacks(execute=True):
            assert slides.sweep() == 2 - left
        assert Deck.objects.count() == left
    assert first.kept_until == sessions[0].ends_at + timedelta(days=30)
    assert Deck.objects.get() == later
    assert private_files().listdir(f"slides/{first.room_id}")[1] == []
    assert len(private_files().listdir(f"slides/{later.room_id}")[1]) == 2
