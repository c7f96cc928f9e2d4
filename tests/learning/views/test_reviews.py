"""Pages of reviews, reports and blocks through the front door."""

from datetime import timedelta

import pytest
from django.test import Client

from learning.models import Report, Review
from learning.services import reviews
from peerlearn.accounts.models import Block
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_review_is_written_changed_and_taken_back_on_its_page():
    booking = make.attended()
    client, page = logged_in(booking.learner), f"/bookings/{booking.pk}/review/"
    assert "How was it?" in text(client, page)
    kept = client.post(page, {"rating": "", "comment": "Typed already."})
    assert kept.status_code == 400
    assert "Typed already." in kept.content.decode()
    client.post(page, {"rating": 4, "clarity": 5, "comment": "Good."})
    assert (Review.objects.get().rating, Review.objects.get().clarity) == (4, 5)
    client.post(page, {"rating": 2, "comment": "Not so good."})
    assert Review.objects.get().rating == 2
    with travel(now() + timedelta(days=15)):
        late = logged_in(booking.learner)
        assert "Change it" not in text(late, booking.get_absolute_url())
        assert late.post(page, {"rating": 5, "comment": "Late."}).status_code == 409
        late.post(f"{page}withdraw/")
    assert Review.objects.get().state == "withdrawn"


def test_the_page_of_a_session_not_attended_has_no_review():
    seat = make.seat(make.session(price=0))
    page = f"/bookings/{seat.pk}/review/"
    assert logged_in(seat.learner).get(page).status_code == 403
    assert logged_in(make.person()).get(page).status_code == 404


def test_a_mentor_sees_what_waits_first_and_answers_it():
    review = make.review(comment="<b>Clear</b>", scores={"clarity": 5})
    answered = make.review(by=review.mentor, comment="Old.")
    reviews.reply(review_id=answered.pk, actor=review.mentor.user, words="Thanks.")
    client = logged_in(review.mentor.user)
    page = text(client, "/mentor/reviews/")
    assert page.index("&lt;b&gt;Clear") < page.index("Old.")
    assert "1 review waits for an answer" in " ".join(page.split())
    reply = f"/mentor/reviews/{review.pk}/reply/"
    long = client.post(reply, {"reply": "x" * 1001})
    assert long.status_code == 400
    assert "x" * 1001 in long.content.decode()
    client.post(reply, {"reply": "Glad."})
    assert "Glad." in text(Client(), review.mentor.get_absolute_url())


def test_whoever_reports_is_asked_to_log_in_and_told_thanks():
    review = make.review()
    path = f"/report/review/{review.pk}/"
    assert path in text(Client(), review.mentor.get_absolute_url())
    assert Client().get(path)["Location"].startswith("/login/")
    client = logged_in(make.person())
    assert client.post(path, {"reason": "other", "words": ""}).status_code == 400
    assert client.post(path, {"reason": "spam", "words": ""}).status_code == 302
    assert client.post(path, {"reason": "spam", "words": ""}).status_code == 409
    assert Report.objects.count() == 1
    for gone in ("/report/review/999999/", "/report/nonsense/1/", f"/report/review/{10**30}/"):
        assert client.get(gone).status_code == 404


def test_blocking_says_what_is_still_shared_and_is_undone_on_the_profile():
    seat = make.seat(make.session(price=0, title="Still to come"))
    client, mentor = logged_in(seat.learner), seat.session.mentor.user
    path = f"/people/{mentor.pk}/block/"
    assert "Still to come" in text(client, path)
    client.post(path)
    assert mentor.name in text(client, "/profile/blocked/")
    client.post(f"/profile/blocked/{mentor.pk}/out/")
    assert not Block.objects.exists()
    assert client.get(f"/people/{make.person().pk}/block/").status_code == 404
