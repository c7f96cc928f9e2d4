"""Feedback, and what people keep, over the API."""

import pytest
from rest_framework.test import APIClient

from learning.models import Follow, Mentor, Review, SavedSession
from learning.services import reviews
from peerlearn.accounts.models import Block
from tests import factories as make

pytestmark = pytest.mark.django_db


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_feedback_is_posted_changed_read_answered_and_taken_back():
    booking = make.attended()
    own, mentor = client_of(booking.learner), booking.session.mentor
    body = {"booking": booking.pk, "rating": 4, "comment": "Dense.", "scores": {"clarity": 3}}
    pk = own.post("/api/feedback/create/", body, format="json").json()["review"]
    changed = own.patch(f"/api/feedback/{pk}/", {"rating": 5}, format="json").json()
    assert (changed["rating"], changed["comment"], changed["scores"]["clarity"]) == (5, "Dense.", 3)
    answer = client_of(mentor.user).post(f"/api/feedback/{pk}/reply/", {"reply": "Thanks."})
    assert answer.json()["reply"] == "Thanks."
    [row] = APIClient().get(f"/api/feedback/?mentor={mentor.pk}").json()["results"]
    assert (row["by"], row["reply"]) == (booking.learner.short_name, "Thanks.")
    assert booking.learner.email not in str(row)
    assert own.delete(f"/api/feedback/{pk}/").status_code == 204
    assert APIClient().get("/api/feedback/").json()["count"] == 0
    assert Mentor.objects.get(pk=mentor.pk).rating_count == 0


@pytest.mark.parametrize("given", ["x", "-1", "9" * 30, "%00", "²"])
def test_a_number_nobody_has_finds_nothing(given):
    make.review()
    answer = APIClient().get(f"/api/feedback/?mentor={given}")
    assert (answer.status_code, answer.json()["count"]) == (200, 0)


def test_somebody_elses_review_is_not_found():
    review, stranger = make.review(), client_of(make.person())
    assert stranger.patch(f"/api/feedback/{review.pk}/", {"rating": 1}).status_code == 404
    assert stranger.delete(f"/api/feedback/{review.pk}/").status_code == 404
    other = client_of(make.mentor().user)
    assert other.post(f"/api/feedback/{review.pk}/reply/", {"reply": "Hm."}).status_code == 404
    assert Review.objects.get().rating == 4


def test_sessions_are_kept_and_mentors_followed_once_and_let_go():
    session, user = make.session(), make.person()
    client = client_of(user)
    for _ in range(2):
        assert client.post("/api/saved/", {"session": session.pk}).status_code == 201
        assert client.post("/api/follows/", {"mentor": session.mentor_id}).status_code == 201
    assert client.get("/api/saved/").json()["results"][0]["session"]["id"] == session.pk
    assert client.get("/api/follows/").json()["results"][0]["name"] == session.mentor.user.name
    assert client_of(make.person()).get("/api/saved/").json()["count"] == 0
    for _ in range(2):
        assert client.delete(f"/api/saved/{session.pk}/").status_code == 204
        assert client.delete(f"/api/follows/{session.mentor_id}/").status_code == 204
    assert not SavedSession.objects.exists()
    assert not Follow.objects.exists()


def test_people_are_blocked_and_let_come_again():
    session, user = make.session(price=0), make.person()
    client, mentor = client_of(user), session.mentor.user
    assert client.post("/api/blocks/", {"person": make.person().pk}).status_code == 404
    assert client.post("/api/blocks/", {"person": mentor.pk}).json()["name"] == mentor.name
    assert client.get("/api/blocks/").json()["count"] == 1
    assert client_of(mentor).get("/api/blocks/").json()["count"] == 0
    refused = client.post(f"/api/sessions/{session.pk}/book/")
    assert (refused.status_code, refused.json()["code"]) == (409, "you_blocked")
    assert client.delete(f"/api/blocks/{mentor.pk}/").status_code == 204
    assert not Block.objects.exists()


def test_who_is_blocked_hears_what_tells_nothing():
    booking = make.attended()
    other = make.session(by=booking.session.mentor, price=0)
    client_of(other.mentor.user).post("/api/blocks/", {"person": booking.learner_id})
    refused = client_of(booking.learner).post(f"/api/sessions/{other.pk}/book/")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_available")
    assert "block" not in refused.json()["message"].lower()


def test_a_report_is_taken_once_and_tells_whether_we_acted():
    review = make.review()
    reviews.reply(review_id=review.pk, actor=review.mentor.user, words="Pfft.")
    client = client_of(review.learner)
    body = {"kind": "reply", "ref": review.pk, "reason": "harassment"}
    made = client.post("/api/reports/", body)
    assert made.status_code == 201
    assert client.post("/api/reports/", body).json()["code"] == "already_reported"
    assert client.post("/api/reports/", body | {"kind": "nonsense"}).status_code == 404
    [row] = client.get("/api/reports/").json()["results"]
    assert (row["decided"], row["acted"]) == (False, False)
    theirs = client_of(review.mentor.user)
    assert theirs.post(f"/api/feedback/{review.pk}/report/", {"reason": "spam"}).status_code == 201
