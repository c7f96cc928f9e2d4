"""Booking a free time from a mentor's page: choose, confirm, hold; nothing typed is lost."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from learning.models import Booking, Session
from learning.queries.slots import free_slots
from learning.services import availability, bookings, slots
from peerlearn.common.clock import now
from peerlearn.common.zones import iso_utc
from tests import factories as make
from tests.learning.services.test_slots import open_mentor

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor():
    return open_mentor()


@pytest.fixture
def learner(client):
    user = make.person(time_zone="Europe/Berlin")
    client.force_login(user)
    return user


def page_of(mentor):
    return f"/mentors/{mentor.slug}/times/"


def links(html):
    return [
        found.replace("&amp;", "&") for found in re.findall(r'class="slot"\s+href="([^"]+)"', html)
    ]


def test_anybody_sees_free_times_in_their_own_zone_and_is_asked_to_log_in(client, mentor):
    client.cookies["tz"] = "America/New_York"
    answer = client.get(page_of(mentor))
    html = answer.content.decode()
    assert "Times are in your zone, America/New_York" in html
    assert "is in Kolkata" in html
    assert "₹450" in html  # half an hour
    assert "no-store" in answer["Cache-Control"]
    first = links(html)[0]
    answer = client.get(first)
    assert answer.status_code == 302
    # Whoever logs in comes back to this very time.
    wanted = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    assert wanted == first


def test_a_learner_chooses_confirms_and_holds(client, mentor, learner):
    html = client.get(page_of(mentor), {"minutes": "30"}).content.decode()
    chosen = links(html)[0]
    html = client.get(chosen).content.decode()
    assert "₹450" in html
    assert "Hold this time" in html
    answer = client.post(chosen.split("?")[0], asked(chosen, note="Closures."))
    booking = Booking.objects.get()
    assert answer["Location"] == booking.get_absolute_url()
    assert (booking.price, booking.session.description) == (45_000, "Closures.")
    html = client.get(booking.get_absolute_url()).content.decode()
    assert "Pay for your seat" in html
    assert f'href="{booking.session.room_url}"' not in html


def asked(address, **more):
    query = parse_qs(urlsplit(address).query)
    return {name: values[0] for name, values in query.items()} | more


def test_a_time_taken_meanwhile_keeps_the_words_and_offers_the_nearest(client, mentor, learner):
    chosen = links(client.get(page_of(mentor)).content.decode())[0]
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
    slots.book_slot(learner=make.person(), mentor=mentor, starts_at=at, minutes=60)
    answer = client.post(chosen.split("?")[0], asked(chosen, note="My words."))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "My words." in html
    others = re.findall(r'name="at"\s+value="([^"]+)"', html)
    assert len(others) == 3
    assert client.get(chosen).status_code == 409
    answer = client.post(chosen.split("?")[0], asked(chosen, note="My words.", at=others[0]))
    assert Booking.objects.get(learner=learner).session.description == "My words."


def test_a_length_taken_back_meanwhile_is_not_booked_as_another_one(client, mentor, learner):
    chosen = links(client.get(page_of(mentor), {"minutes": "30"}).content.decode())[0]
    availability.set_rules(user=mentor.user, lengths=[60])
    answer = client.post(chosen.split("?")[0], asked(chosen, note="My words."))
    assert answer.status_code == 409
    assert "My words." in answer.content.decode()
    assert not Booking.objects.exists()


def test_a_limit_is_told_and_keeps_the_words(client, learner):
    for other in (open_mentor(), open_mentor()):
        at = free_slots(other, now(), now() + timedelta(days=2), 60)[0]
        slots.book_slot(learner=learner, mentor=other, starts_at=at, minutes=60)
    third = open_mentor()
    chosen = links(client.get(page_of(third)).content.decode())[0]
    answer = client.post(chosen.split("?")[0], asked(chosen, note="My words."))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "You hold 2 times you have not paid" in html
    assert "My words." in html
    answer = client.post(chosen.split("?")[0], asked(chosen, note="x" * 1001))
    assert answer.status_code == 400


def test_giving_the_time_back_leads_to_the_free_times(client, mentor, learner):
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
    booking = slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=60)
    answer = client.post(f"/bookings/{booking.pk}/release/")
    assert answer["Location"] == page_of(mentor)
    html = client.get(booking.get_absolute_url()).content.decode()
    assert "Choose another time" in html


def test_a_private_session_is_in_both_lists_and_nowhere_public(client, learner):
    mentor = open_mentor(price=0)
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
    booking = slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=60)
    session = booking.session
    assert "1:1 in Programming" in client.get("/learner/sessions/").content.decode()
    assert client.get(f"/sessions/{session.pk}/{session.slug}/").status_code == 404
    assert client.get(f"/book/{session.pk}/").status_code == 404
    client.force_login(mentor.user)
    assert "1:1 in Programming" in client.get("/mentor/sessions/").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"at": "yesterday"},
        {"at": "2026-13-45T00:00:00Z"},
        {"at": "2026-11-24T10:00:00"},
        {"at": "0001-01-01T00:00:00Z"},
        {"at": "9999-12-31T23:59:59Z"},
        {"at": "\0"},
    ],
)
def test_an_address_without_a_moment_leads_back_to_the_list(client, mentor, learner, query):
    for send in (client.get, client.post):
        answer = send(page_of(mentor) + "book/", query)
        assert (answer.status_code, answer["Location"]) == (302, page_of(mentor))


@pytest.mark.parametrize("minutes", ["", "x", "-5", "9" * 50, "61", "²"])
def test_a_length_nobody_offers_is_an_hour(client, mentor, minutes):
    html = client.get(page_of(mentor), {"minutes": minutes}).content.decode()
    assert re.search(r'chip-on"\s+href="\?minutes=60"', html)


def test_who_may_not_book_is_told(client, mentor):
    at = iso_utc(free_slots(mentor, now(), now() + timedelta(days=2), 60)[0])
    client.force_login(mentor.user)
    assert client.get(page_of(mentor) + "book/", {"at": at}).status_code == 403
    assert client.post(page_of(mentor) + "book/", {"at": at}).status_code == 403
    assert Session.objects.count() == 0


def test_a_closed_calendar_and_an_unknown_mentor(client, mentor):
    availability.set_rules(user=mentor.user, bookable=False)
    assert "calendar is closed" in client.get(page_of(mentor)).content.decode()
    assert client.get("/mentors/nobody/times/").status_code == 404
    assert client.get(page_of(make.mentor(approved=False))).status_code == 404


def test_the_page_needs_few_statements_however_much_is_booked(
    client, mentor, learner, django_assert_max_num_queries
):
    for _ in range(3):
        at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
        who = make.person()
        booking = slots.book_slot(learner=who, mentor=mentor, starts_at=at, minutes=60)
        bookings.settle_paid_order(booking.order)
    with django_assert_max_num_queries(14):
        client.get(page_of(mentor))


def test_the_mentors_page_leads_to_all_times_and_fetches_the_next_ones(client, mentor):
    html = client.get(mentor.get_absolute_url()).content.decode()
    assert f'href="{page_of(mentor)}"' in html
    address = re.search(r'data-times="([^"]+)"', html)[1]
    answer = client.get(address)
    assert "no-store" in answer["Cache-Control"]
    found = links(answer.content.decode())
    # Three days at most, and the very first is the first of all.
    assert 4 <= len(found) <= 12
    assert found[0] == links(client.get(page_of(mentor)).content.decode())[0]


def test_who_takes_no_bookings_or_is_full_says_so_in_one_line(client, mentor):
    address = f"{page_of(mentor)}?next=1"
    here = availability.today(mentor)
    days = {here + timedelta(days=number): () for number in range(62)}
    availability.set_days(user=mentor.user, days=days)
    html = client.get(address).content.decode()
    assert links(html) == []
    assert "Every time of the next weeks is taken." in html
    availability.set_rules(user=mentor.user, bookable=False)
    assert "data-times" not in client.get(mentor.get_absolute_url()).content.decode()


def test_the_mentor_reads_who_comes_and_what_they_wrote(client, mentor):
    learner = make.person("Lena Learner")
    at = free_slots(mentor, now(), now() + timedelta(days=2), 60)[0]
    note = "Closures & <scopes>."
    booking = slots.book_slot(learner=learner, mentor=mentor, starts_at=at, minutes=60, note=note)
    client.force_login(mentor.user)
    preview = f"/mentor/sessions/{booking.session_id}/preview/"
    for path in ("/mentor/sessions/", "/mentor/dashboard/", preview):
        html = client.get(path).content.decode()
        assert "Closures &amp; &lt;scopes&gt;." in html, path
    for path in ("/mentor/sessions/", "/mentor/dashboard/"):
        assert "with Lena Learner" in client.get(path).content.decode()
