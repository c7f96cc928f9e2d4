"""The mentors: their list and a page each."""

from datetime import timedelta

import pytest

from cms.services import ensure_mentor_page
from learning.models import Booking, Review, Session
from peerlearn.common.clock import now
from tests import factories

pytestmark = pytest.mark.django_db


def names(answer):
    assert answer.status_code == 200
    return [card.name for card in answer.context["cards"]]


def test_mentors_are_found_by_name_and_topic(client):
    music = factories.domain("Music", "music")
    factories.mentor("Vikram Deshpande", domains=[music], headline="Tabla for beginners")
    factories.mentor("Asha Raman", domains=[factories.domain()])
    assert sorted(names(client.get("/mentors/"))) == ["Asha Raman", "Vikram Deshpande"]
    assert names(client.get("/mentors/", {"q": "tabla"})) == ["Vikram Deshpande"]
    assert names(client.get("/mentors/", {"topic": "music"})) == ["Vikram Deshpande"]
    assert names(client.get("/mentors/", {"topic": "music", "q": "asha"})) == []


def test_a_mentors_page_shows_what_they_offer_and_what_learners_said(client):
    mentor = factories.mentor("Asha Raman", headline="I read your code aloud", languages=["Tamil"])
    ensure_mentor_page(mentor_id=mentor.pk, biography="I bake sourdough badly.")
    session = factories.session(by=mentor, price=0)
    booking = factories.seat(session, factories.person("Lena Fischer"))
    Booking.objects.filter(pk=booking.pk).update(state="completed")
    Review.objects.create(
        booking=booking, session=session, mentor=mentor, learner=booking.learner,
        rating=4, comment="Dense but kind.", created_at=now(),
    )  # fmt: skip
    mentor.rating_sum, mentor.rating_count = 4, 1
    mentor.save()
    html = client.get("/mentors/asha-raman/").content.decode()
    for words in ("I read your code aloud", "Tamil", "I bake sourdough badly.", session.title):
        assert words in html
    assert "Dense but kind." in html
    assert "Lena" in html
    assert "Fischer" not in html
    assert client.get("/mentors/asha-raman/").context["histogram"][1] == (4, 1)


def test_every_review_of_a_mentor_can_be_reached_newest_first(client):
    mentor = factories.mentor("Asha Raman")
    for number in range(10):
        session = factories.session(by=mentor, price=0, starts_in=70 + 90 * number)
        booking = factories.seat(session)
        Booking.objects.filter(pk=booking.pk).update(state="completed")
        Review.objects.create(
            booking=booking, session=session, mentor=mentor, learner=booking.learner,
            rating=5, comment=f"Review nr {number}.", created_at=now() + timedelta(minutes=number),
        )  # fmt: skip
    mentor.rating_sum, mentor.rating_count = 50, 10
    mentor.save()
    first = client.get("/mentors/asha-raman/")
    assert first.context["reviews"][0].comment == "Review nr 9."
    assert 'href="?page=2#reviews"' in first.content.decode()
    second = client.get("/mentors/asha-raman/", {"page": "2"})
    assert [one.comment for one in second.context["reviews"]] == ["Review nr 1.", "Review nr 0."]
    assert client.get("/mentors/asha-raman/", {"page": "-1e9"}).status_code == 200
    assert "/mentors/asha-raman/#reviews" in client.get(session.get_absolute_url()).content.decode()


def test_a_script_in_a_biography_or_name_is_inert(client):
    bad = "<script>alert(1)</script>"
    mentor = factories.mentor(f"Eve {bad}", headline=bad)
    ensure_mentor_page(mentor_id=mentor.pk, headline=bad, biography=bad)
    for path in (mentor.get_absolute_url(), "/mentors/", "/"):
        assert "<script>alert" not in client.get(path).content.decode()


def test_private_sessions_do_not_show_on_a_mentors_page(client):
    session = factories.session(title="Only for one")
    Session.objects.filter(pk=session.pk).update(kind="private")
    html = client.get(session.mentor.get_absolute_url()).content.decode()
    assert "Only for one" not in html
