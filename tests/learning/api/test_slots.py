"""Free times and a mentor's own hours over JSON."""

from datetime import datetime, timedelta

import pytest

from learning.models import Booking, DateHours, Session, WeeklyHours
from learning.services import availability
from peerlearn.accounts.enums import Role
from peerlearn.common.clock import now
from tests import factories as make
from tests.learning.services.test_slots import open_mentor

pytestmark = pytest.mark.django_db

OWN = "/api/availability/"
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]


@pytest.fixture
def mentor():
    return open_mentor()


@pytest.fixture
def learner(client):
    user = make.person(time_zone="Europe/Berlin")
    client.force_login(user)
    return user


@pytest.fixture
def teacher(client):
    made = make.mentor(domains=[make.domain()])
    client.force_login(made.user)
    return made


def path_of(mentor):
    return f"/api/mentors/{mentor.pk}/slots/"


def window(client, mentor, **query):
    answer = client.get(path_of(mentor), query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(client, path, body, **headers):
    return client.post(path, body, content_type="application/json", headers=headers)


def put(client, body):
    return client.put(OWN, body, content_type="application/json")


@pytest.mark.parametrize("zone", ZONES)
def test_anybody_reads_free_times_on_a_clock_of_their_choice(client, mentor, zone):
    body = window(client, mentor, zone=zone, minutes=30, days=3)
    assert (body["zone"], body["mentor_zone"], body["price"]) == (zone, "Asia/Kolkata", 45_000)
    assert body["lengths"] == [{"minutes": 30, "price": 45_000}, {"minutes": 60, "price": 90_000}]
    for slot in body["results"]:
        start, local = datetime.fromisoformat(slot["starts_at"]), slot["local"]
        assert start == datetime.fromisoformat(local)
        assert datetime.fromisoformat(slot["ends_at"]) - start == timedelta(minutes=30)
        assert body["first_day"] <= local[:10] <= body["last_day"]


def test_windows_follow_each_other_until_the_horizon_and_no_time_is_in_two(client, mentor):
    availability.set_rules(user=mentor.user, horizon=10)
    body = window(client, mentor, days=4)
    assert body["previous"] is None
    seen = []
    while True:
        assert body["results"]
        seen += [slot["starts_at"] for slot in body["results"]]
        if body["next"] is None:
            break
        last, body = body, client.get(body["next"]).json()
        assert client.get(body["previous"]).json()["first_day"] == last["first_day"]
    assert seen == sorted(set(seen))
    assert seen[-1] < (now() + timedelta(days=10)).isoformat()
    whole = window(client, mentor, days=60)
    assert [slot["starts_at"] for slot in whole["results"]] == seen


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Pacific/Lord_Howe"),
        ("zone", "nonsense\0"),
        ("minutes", "45"),
        ("minutes", "-1"),
        ("days", "61"),
        ("days", "0"),
        ("first_day", "2026-02-30"),
        ("first_day", "9999-12-31"),
    ],
)
def test_a_wrong_parameter_is_named(client, mentor, field, value):
    answer = client.get(path_of(mentor), {field: value})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_who_takes_no_bookings_has_no_times_and_who_is_not_shown_is_not_found(client, mentor):
    availability.set_rules(user=mentor.user, bookable=False)
    body = window(client, mentor)
    assert (body["bookable"], body["results"]) == (False, [])
    hidden = make.mentor(approved=False)
    assert client.get(path_of(hidden)).status_code == 404
    assert client.get("/api/mentors/999999/slots/").json()["code"] == "no_mentor"


def test_reading_sixty_days_takes_ten_statements(client, mentor, django_assert_max_num_queries):
    for n in range(5):
        make.session(by=mentor, starts_in=1440 * n + 700)
    with django_assert_max_num_queries(10):
        window(client, mentor, days=60)


def test_a_learner_books_and_asks_again_with_the_same_key(client, mentor, learner, simulator):
    slot = window(client, mentor)["results"][0]
    sent = {"starts_at": slot["starts_at"], "minutes": 60, "note": "Closures, please."}
    first = post(client, path_of(mentor), sent, idempotency_key="one")
    body = first.json()
    assert (first.status_code, body["state"]) == (201, "held")
    assert body["order"]["amount"] == 90_000
    assert body["checkout"]
    again = post(client, path_of(mentor), sent, idempotency_key="one")
    assert (again.headers["Idempotent-Replayed"], again.json()) == ("true", body)
    assert Booking.objects.count() == 1
    assert Booking.objects.get().session.description == "Closures, please."
    assert slot not in window(client, mentor)["results"]


def test_a_time_is_booked_once_and_a_free_one_is_confirmed(client, learner):
    mentor = open_mentor(price=0)
    sent = {"starts_at": window(client, mentor)["results"][0]["starts_at"], "minutes": 60}
    body = post(client, path_of(mentor), sent).json()
    assert (body["state"], body["order"]) == ("confirmed", None)
    assert post(client, path_of(mentor), sent).json()["code"] == "already_booked"
    client.force_login(make.person())
    late = post(client, path_of(mentor), sent)
    assert (late.status_code, late.json()["code"]) == (409, "slot_taken")


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": "0001-01-01T00:00:00Z"},
        {"starts_at": "9998-12-31T23:59:59Z"},
        {"minutes": 45},
        {"starts_at": "2020-01-01T00:00:00Z"},
    ],
)
def test_what_is_no_free_time_is_refused_and_nothing_changes(client, mentor, learner, wrong):
    slot = window(client, mentor)["results"][0]
    sent = {"starts_at": slot["starts_at"], "minutes": 60} | wrong
    answer = post(client, path_of(mentor), sent)
    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")
    assert not Session.objects.exists()


def test_nobody_books_without_being_a_learner(client, mentor):
    sent = {"starts_at": now().isoformat(), "minutes": 60}
    assert post(client, path_of(mentor), sent).status_code == 401
    client.force_login(make.person(roles=(Role.MENTOR,)))
    assert post(client, path_of(mentor), sent).status_code == 403
    client.force_login(mentor.user)
    assert post(client, path_of(mentor), sent).status_code == 403


def test_a_mentor_stores_everything_and_reads_it_as_it_was_sent(client, teacher):
    day = (now() + timedelta(days=9)).date().isoformat()
    sent = {
        "time_zone": "Australia/Lord_Howe",
        "week": [
            {"weekday": 0, "start": "09:00", "end": "12:00"},
            {"weekday": 6, "start": "22:30", "end": "24:00"},
        ],
        "days": [{"day": day, "hours": [{"start": "00:00", "end": "01:30"}]}],
        "absences": [{"first_day": day, "last_day": day, "note": "Dentist"}],
        "rules": {
            "bookable": True, "lengths": [20, 45], "step": 15, "buffer_before": 5,
            "buffer_after": 10, "notice": 60, "horizon": 30,
        },
    }  # fmt: skip
    assert put(client, sent).json() == sent
    assert client.get(OWN).json() == sent
    # What is not named stays; what is named replaces all of it.
    brief = {"time_zone": "Asia/Calcutta", "week": [], "days": []}
    assert put(client, brief).json() == sent | brief | {"time_zone": "Asia/Kolkata"}
    assert not DateHours.objects.exists()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("week", [{"weekday": 0, "start": f"0{n}:00", "end": f"0{n}:30"} for n in range(4)]),
        ("week", [{"weekday": 0, "start": "10:00", "end": "10:00"}]),
        ("week", [{"weekday": 0, "start": "10:00", "end": f"{n}:00"} for n in (11, 12)]),
        ("week", [{"weekday": 7, "start": "10:00", "end": "11:00"}]),
        ("week", [{"weekday": 1, "start": "10:00", "end": "25:00"}]),
        ("days", [{"day": "2020-01-01", "hours": []}]),
        ("absences", [{"first_day": "2027-02-02", "last_day": "2027-02-01"}]),
        ("rules", {"horizon": 0}),
        ("time_zone", "Pacific/Lord_Howe"),
    ],
)
def test_one_wrong_part_and_nothing_is_stored(client, teacher, part, value):
    good = {"time_zone": "Asia/Kolkata", "week": [{"weekday": 2, "start": "10:00", "end": "11:00"}]}
    assert put(client, good).status_code == 200
    before = client.get(OWN).json()
    other = {"time_zone": "Europe/Berlin", "week": [], "days": [], "rules": {"step": 60}}
    answer = put(client, other | {part: value})
    assert answer.status_code == 400, answer.content
    assert answer.json()["message"]
    assert client.get(OWN).json() == before
    assert WeeklyHours.objects.count() == 1
