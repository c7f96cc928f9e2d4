"""The pages of a request: a mentor answers, the learner compares, takes one and is led to pay."""

import re
from datetime import timedelta

import pytest

from learning.hours import Stretch
from learning.models import Mentor, Offer, SessionRequest
from learning.services import offers, request_answers, requests, teaching
from peerlearn.common.clock import now
from peerlearn.common.zones import iso_utc
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor():
    return make.mentor("Asha Raman", domains=[make.domain()], hourly_price=60_000)


@pytest.fixture
def learner():
    return make.person("Lena Fischer", time_zone="Asia/Kolkata")


def ask(learner, mentor=None, **changes):
    at = (now() + timedelta(days=2)).replace(microsecond=0)
    values = {"title": "Lifetimes, slowly", "description": "I wrote a parser.", "minutes": 60}
    values |= {"domain": make.domain(), "times": [at, at + timedelta(days=1)]} | changes
    return requests.ask(learner=learner, mentor=mentor, **values)


def see(client, who, path):
    client.force_login(who)
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_mentor_accepts_with_the_time_picker_and_the_learner_is_led_to_pay(
    client, mentor, learner
):
    request = ask(learner, mentor)
    page = see(client, mentor.user, "/mentor/requests/")
    assert "Lifetimes, slowly" in page
    html = see(client, mentor.user, f"/requests/{request.pk}/accept/")
    assert html.count('name="starts_at"') == 2
    assert 'value="600"' in html
    sent = {"starts_at": iso_utc(request.starts[1]), "price_rupees": "600", "message": "Yes."}
    answer = client.post(f"/requests/{request.pk}/accept/", sent, follow=True)
    assert "the learner pays to confirm" in answer.content.decode()
    assert "Lifetimes, slowly" in see(client, mentor.user, "/mentor/sessions/")
    html = see(client, learner, "/learner/requests/")
    booking = Offer.objects.get().booking
    assert f'href="{booking.get_absolute_url()}"' in html
    assert "Pay now" in html
    assert "Pay now" in see(client, learner, f"/requests/{request.pk}/")


def test_offers_stand_side_by_side_and_one_is_taken(client, learner):
    mentors = [make.mentor(f"Mentor {n}", domains=[make.domain()]) for n in (1, 2)]
    request = ask(learner)
    for number, each in enumerate(mentors, start=1):
        client.force_login(each.user)
        at = (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
        sent = {"starts_at": at, "minutes": "45", "price_rupees": str(number * 100)}
        client.post(f"/requests/{request.pk}/offer/", sent)
        assert f"Mentor {3 - number}" not in see(client, each.user, f"/requests/{request.pk}/")
    html = see(client, learner, "/learner/requests/")
    assert "2 offers" in html
    assert "Mentor 1" in html
    assert "₹200" in html
    second = Offer.objects.get(mentor=mentors[1])
    answer = client.post(f"/offers/{second.pk}/accept/")
    second.refresh_from_db()
    assert answer.url == second.booking.get_absolute_url()
    other = Offer.objects.get(mentor=mentors[0])
    answer = client.post(f"/offers/{other.pk}/accept/", follow=True)
    assert "not open any more" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_at": ""}, "required"),
        ({"starts_at": "2001-01-01T10:00"}, "half an hour"),
        ({"starts_at": "soon"}, "valid date"),
        ({"minutes": "7"}, "valid choice"),
        ({"price_rupees": "0.5"}, "free or costs"),
        ({"price_rupees": "-1"}, "greater than or equal"),
        ({"message": "x" * 1001}, "at most 1000"),
    ],
)
def test_an_offer_that_cannot_be_is_refused_and_stays_typed(
    client, mentor, learner, changes, words
):
    request = ask(learner, mentor)
    client.force_login(mentor.user)
    at = (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    sent = {"starts_at": at, "minutes": "45", "price_rupees": "500", "message": "Hello"} | changes
    answer = client.post(f"/requests/{request.pk}/offer/", sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Offer.objects.exists()


def test_times_are_shown_with_what_is_against_them(client, mentor, learner):
    request = ask(learner, mentor)
    minutes = int((request.starts[0] - now()).total_seconds() // 60)
    make.session(by=mentor, starts_in=minutes)
    html = see(client, mentor.user, f"/requests/{request.pk}/accept/")
    assert "You are busy then." in html
    sent = {"starts_at": iso_utc(request.starts[0]), "price_rupees": "600"}
    answer = client.post(f"/requests/{request.pk}/accept/", sent)
    assert answer.status_code == 409
    assert "another session then" in answer.content.decode()


def test_declining_needs_a_reason_which_the_learner_reads(client, mentor, learner):
    request = ask(learner, mentor)
    client.force_login(mentor.user)
    path = f"/requests/{request.pk}/decline/"
    assert client.post(path, {"reason": " "}).status_code == 400
    assert client.post(path, {"reason": "Too early for me."}).url == "/mentor/requests/"
    assert "Too early for me." in see(client, learner, f"/requests/{request.pk}/")


def test_cancelling_asks_first(client, mentor, learner):
    request = ask(learner, mentor)
    html = see(client, learner, f"/requests/{request.pk}/cancel/")
    assert "Cancel this request?" in html
    assert SessionRequest.objects.get().state == "open"
    assert client.post(f"/requests/{request.pk}/cancel/").url == "/learner/requests/"
    assert SessionRequest.objects.get().state == "cancelled"


def test_the_talk_is_read_by_both_and_by_nobody_else(client, mentor, learner):
    request = ask(learner)
    client.force_login(mentor.user)
    client.post(f"/requests/{request.pk}/say/", {"text": "Which <parser>?"})
    html = see(client, learner, f"/requests/{request.pk}/")
    assert "Which &lt;parser&gt;?" in html
    client.post(f"/requests/{request.pk}/say/", {"text": "A small one.", "mentor": mentor.pk})
    assert "A small one." in see(client, mentor.user, f"/requests/{request.pk}/")
    other = make.mentor(domains=[make.domain()])
    assert "A small one." not in see(client, other.user, f"/requests/{request.pk}/")
    client.force_login(make.person())
    assert client.get(f"/requests/{request.pk}/").status_code == 404


def test_who_waits_reads_how_many_were_asked_and_the_place(client, mentor, learner):
    ask(make.person(), mentor)
    request = ask(learner, mentor)
    html = see(client, learner, f"/requests/{request.pk}/")
    assert "Mentors asked" in html
    assert "Your place" in html
    assert "Usual answer" not in html


def test_a_pause_is_seen_and_taken_back(client, mentor, learner):
    client.force_login(mentor.user)
    day = (now() + timedelta(days=4)).date().isoformat()
    answer = client.post("/mentor/requests/pause/", {"until": day}, follow=True)
    assert "Take requests again" in answer.content.decode()
    client.force_login(learner)
    html = client.get("/requests/new/", {"mentor": mentor.slug}).content.decode()
    assert "takes no requests right now" in html
    client.force_login(mentor.user)
    answer = client.post("/mentor/requests/pause/", {"until": ""}, follow=True)
    assert "Choose a day within the next year." in answer.content.decode()
    assert Mentor.objects.get(pk=mentor.pk).requests_paused_until is not None
    client.post("/mentor/requests/pause/", {"again": "1"})
    assert Mentor.objects.get(pk=mentor.pk).requests_paused_until is None
    answer = client.post("/mentor/requests/pause/", {"until": "never"}, follow=True)
    assert "within the next year" in answer.content.decode()


def test_the_form_comes_as_a_dialog(client, mentor, learner):
    client.force_login(learner)
    html = client.get("/requests/new/", {"mentor": mentor.slug, "dialog": 1}).content.decode()
    assert html.strip().startswith("<dialog")
    assert "<html" not in html
    assert "sheet-full" in html


@pytest.mark.parametrize("count", [1, 30])
def test_the_mentors_list_takes_fifteen_statements_at_most(
    client, mentor, count, django_assert_max_num_queries
):
    at = now() + timedelta(days=3)
    for number in range(count):
        request = ask(make.person(), title=f"Nr {number}")
        direct = ask(make.person(), mentor, title=f"For you {number}")
        if number % 5 == 1:
            offers.offer(
                actor=mentor.user, request_id=request.pk, starts_at=at, minutes=30, price=0
            )
        elif number % 5 == 2:
            request_answers.decline(actor=mentor.user, request_id=direct.pk, reason="Too far off.")
    client.force_login(mentor.user)
    with django_assert_max_num_queries(15):
        assert client.get("/mentor/requests/").status_code == 200


@pytest.mark.parametrize("count", [1, 5])
def test_the_learners_list_tells_places_and_takes_fifteen_statements_at_most(
    client, mentor, learner, count, django_assert_max_num_queries
):
    ask(make.person(), mentor)
    ask(make.person(), mentor)
    ask(learner, mentor)
    for number in range(count - 1):
        ask(learner, make.mentor(domains=[make.domain()]), title=f"Nr {number}")
    client.force_login(learner)
    with django_assert_max_num_queries(15):
        html = client.get("/learner/requests/").content.decode()
    assert "Number 3 in the queue" in html
    assert html.count("You are next to be answered") == count - 1
    assert html.count("Open until") == count


@pytest.mark.parametrize("verb", ["accept", "offer"])
def test_an_answer_comes_as_a_dialog_with_the_same_words(client, mentor, learner, verb):
    request = ask(learner, mentor)
    path = f"/requests/{request.pk}/{verb}/"
    page = see(client, mentor.user, path)
    html = see(client, mentor.user, f"{path}?dialog=1")
    assert "<html" not in html
    assert 'id="answer-dialog"' in html
    for words in (f'action="{path}"', "Your hourly price makes ₹600", 'name="price_rupees"'):
        assert words in html
        assert words in page
    # What is wrong is told by the page, with what was typed.
    answer = client.post(f"{path}?dialog=1", {"price_rupees": "-1", "message": "Sure."})
    assert answer.status_code == 400
    assert "<html" in answer.content.decode()
    assert "Sure." in answer.content.decode()


def test_who_can_at_none_of_the_times_is_shown_free_ones(client, mentor, learner):
    request = ask(learner, mentor)
    week = [Stretch(weekday, 0, 1440) for weekday in range(7)]
    teaching.update_hours(user=mentor.user, week=week, time_zone="Asia/Kolkata")
    path = f"/requests/{request.pk}/accept/"
    assert "You are free." in see(client, mentor.user, path)
    assert "<details open" not in see(client, mentor.user, path)
    for at in request.starts:
        starts_in = int((at - now()).total_seconds() // 60)
        make.session(by=mentor, starts_in=starts_in, price=0)
    html = see(client, mentor.user, path)
    assert html.count("You are busy then.") == 2
    assert "<details open" in html
    free = re.search(rf'href="(/requests/{request.pk}/offer/\?at=[^"]+)"', html)[1]
    offer = see(client, mentor.user, free.replace("&amp;", "&"))
    assert re.search(r'name="starts_at"\s+value="20', offer)
    assert "data-fill-time=" in offer
