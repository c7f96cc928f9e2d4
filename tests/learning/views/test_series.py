"""A series is looked at before it is made, and its rest is cancelled in one go."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from learning.models import Session
from learning.services import closing, sessions
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db
WEEK = 7 * 24 * 60
SPRING = datetime(2027, 3, 20, 12, 30, tzinfo=UTC)


@pytest.fixture
def mentor(client):
    made = make.mentor()
    user = made.user
    user.time_zone = "Europe/Berlin"
    user.save(update_fields=["time_zone"])
    client.force_login(user)
    return made


def url(session):
    return f"/mentor/sessions/{session.pk}/repeat/"


def page(client, session, **asked):
    answer = client.get(url(session), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_every_date_is_shown_in_both_zones_with_what_clocks_do_to_it(client, mentor):
    with travel(SPRING - timedelta(days=3)):
        made = make.session(by=mentor, starts_at=SPRING)
        shown = page(client, made, weeks=3, there="Asia/Kolkata")
    assert "Sat 20 Mar, 1:30 pm CET" in shown
    assert "Sat 20 Mar, 6:00 pm IST" in shown
    # Berlin has changed its clocks: the same time there, an hour earlier for everybody else.
    assert "Sat 3 Apr, 1:30 pm CEST" in shown
    assert "Sat 3 Apr, 5:00 pm IST" in shown
    assert shown.count("60 min earlier there") == 1


def test_a_time_that_clocks_skip_is_flagged(client, mentor):
    night = datetime(2027, 3, 21, 1, 30, tzinfo=UTC)
    with travel(night - timedelta(days=3)):
        shown = page(client, make.session(by=mentor, starts_at=night), weeks=2, there="UTC")
    assert "Clocks go forward that night" in shown


def test_a_date_that_overlaps_is_flagged_refused_and_left_out_on_request(client, mentor):
    made = make.session(by=mentor)
    make.session(by=mentor, starts_in=60 + WEEK, title="In the way")
    assert "You teach “In the way” then" in page(client, made, weeks=3)
    asked = {"weeks": "3", "there": "UTC"}
    answer = client.post(url(made), asked)
    assert answer.status_code == 409
    assert "In the way" in answer.content.decode()
    assert Session.objects.count() == 2
    answer = client.post(url(made), asked | {"leave_out": "on"}, follow=True)
    assert answer.status_code == 200
    made.refresh_from_db()
    assert made.series.sessions.count() == 2


def test_a_session_moved_since_the_dates_were_seen_makes_no_series(client, mentor):
    made = make.session(by=mentor)
    asked = {"weeks": "3", "there": "UTC", "first": (now() + timedelta(days=1)).isoformat()}
    assert client.post(url(made), asked).status_code == 409
    assert Session.objects.count() == 1
    asked["first"] = made.starts_at.isoformat()
    assert client.post(url(made), asked).status_code == 302
    assert Session.objects.count() == 3


@pytest.mark.parametrize("wrong", [{"weeks": "1"}, {"weeks": "27"}, {"there": "Mars"}, {}])
def test_what_is_no_series_is_said_and_nothing_is_made(client, mentor, wrong):
    made = make.session(by=mentor)
    asked = {"weeks": "", "there": "UTC"} | wrong
    for answer in (client.get(url(made), asked), client.post(url(made), asked)):
        assert answer.status_code == 400
        assert "data-form-errors" in answer.content.decode()
    assert Session.objects.count() == 1


def test_what_cannot_repeat_leads_back(client, mentor):
    draft = make.draft(by=mentor, starts_at=None)
    assert client.get(url(draft)).url == f"/mentor/sessions/{draft.pk}/"
    made = make.session(by=mentor)
    client.post(url(made), {"weeks": "2", "there": "UTC"})
    made.refresh_from_db()
    assert client.get(url(made)).url == f"/mentor/series/{made.series_id}/"
    assert "Every week" in client.get("/mentor/sessions/").content.decode()
    assert client.get(url(make.session())).status_code == 404


def repeated(client, session, weeks=3):
    client.post(url(session), {"weeks": str(weeks), "there": "UTC"})
    session.refresh_from_db()
    return session.series


def test_the_rest_is_cancelled_with_its_refunds_and_what_was_taught_stays(client, mentor):
    made = make.session(by=mentor, price=0)
    series = repeated(client, made)
    later = series.sessions.order_by("starts_at")[1]
    seat = make.seat(later)
    address = f"/mentor/series/{series.pk}/"
    with travel(made.starts_at):
        sessions.start(session_id=made.pk, actor=mentor.user)
    assert "1 seat is lost" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 400
    assert client.post(address, {"reason": "I am moving."}).url == address
    states = series.sessions.order_by("starts_at").values_list("state", flat=True)
    assert list(states) == ["live", "cancelled", "cancelled"]
    seat.refresh_from_db()
    assert seat.state == "cancelled_mentor"
    assert "Cancel the rest" not in client.get(address).content.decode()


def test_drafts_of_a_series_are_thrown_away_without_a_reason(client, mentor):
    series = repeated(client, make.draft(by=mentor))
    address = f"/mentor/series/{series.pk}/"
    assert "3 drafts are thrown away" in client.get(address).content.decode()
    assert client.post(address).url == address
    assert not Session.objects.exists()


def test_somebody_elses_series_is_not_found(client, mentor):
    series = repeated(client, make.session(by=mentor))
    other = Client()
    other.force_login(make.mentor().user)
    address = f"/mentor/series/{series.pk}/"
    assert other.get(address).status_code == 404
    assert other.post(address, {"reason": "Mine now."}).status_code == 404
    api = other.post(f"/api/series/{series.pk}/cancel/", {"reason": "x"})
    assert (api.status_code, api.json()["code"]) == (404, "no_series")


def test_over_json_the_dates_are_read_the_series_made_and_its_rest_cancelled(client, mentor):
    made = make.session(by=mentor, price=0)
    address = f"/api/sessions/{made.pk}/repeat/"
    asked = {"weeks": 3, "time_zone": "Europe/Berlin"}
    dates = client.get(address, asked).json()
    assert len(dates) == 3
    assert {date["overlaps"] for date in dates} == {None}
    key = {"Idempotency-Key": "one"}
    first = client.post(address, asked, content_type="application/json", headers=key)
    again = client.post(address, asked, content_type="application/json", headers=key)
    assert first.status_code == 201
    assert first.json() == again.json()
    series = first.json()
    assert [one["starts_at"] for one in series["sessions"]] == [one["starts_at"] for one in dates]
    assert client.get(address, asked).json()["code"] == "in_a_series"
    closing.cancel(session_id=made.pk, actor=mentor.user, reason="Ill.")
    ended = client.post(f"/api/series/{series['id']}/cancel/", {"reason": "Moving."}).json()
    assert ended == {"cancelled": 2, "deleted": 0, "learners": 0, "refunded": 0}
    assert client.get(f"/api/series/{series['id']}/").json()["weeks"] == 3
