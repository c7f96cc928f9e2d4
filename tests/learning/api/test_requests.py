"""Requests over JSON: ask, answer, take; the same key once, and nothing of others."""

from datetime import timedelta

import pytest

from learning.models import Offer, SessionRequest
from learning.services import requests
from peerlearn.common.clock import now
from peerlearn.common.zones import iso_utc
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor():
    return make.mentor("Asha Raman", domains=[make.domain()], hourly_price=60_000)


@pytest.fixture
def learner():
    return make.person("Lena Fischer")


def days(number):
    return iso_utc(now() + timedelta(days=number))


def post(client, who, path, body=None, **headers):
    client.force_login(who)
    return client.post(f"/api/requests/{path}", body or {}, "application/json", headers=headers)


def asked(**changes):
    return {"topic": "programming", "title": "Lifetimes", "times": [days(2), days(3)]} | changes


def test_a_request_is_asked_countered_and_taken(client, mentor, learner):
    sent = asked(mentor=mentor.slug, budget=50_000)
    answer = post(client, learner, "create", sent, **{"Idempotency-Key": "one"})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["mentor"]["name"], made["mentors_asked"]) == (
        "open",
        "Asha Raman",
        1,
    )
    again = post(client, learner, "create", sent, **{"Idempotency-Key": "one"})
    assert again.json() == made
    assert SessionRequest.objects.count() == 1
    path = made["id"]
    answer = post(client, mentor.user, f"{path}/accept", {"starts_at": made["times"][0]})
    assert (answer.status_code, answer.json()["code"]) == (400, "other_terms")
    terms = {"starts_at": days(4), "minutes": 45, "price": 45_000}
    answer = post(client, mentor.user, f"{path}/offer", terms)
    assert answer.status_code == 201
    offer = answer.json()["id"]
    client.force_login(learner)
    shown = client.get(f"/api/requests/{path}/").json()
    assert [row["id"] for row in shown["offers"]] == [offer]
    answer = post(client, learner, f"{path}/offers/{offer}/accept")
    assert answer.json()["state"] == "taken"
    assert answer.json()["booking"]
    assert answer.json()["pay_until"]
    assert post(client, learner, f"{path}/cancel").json()["state"] == "cancelled"


def test_lists_are_paged_and_ones_own(client, mentor, learner):
    for number in range(3):
        requests.ask(
            learner=learner, mentor=None, domain=make.domain(), title=f"Nr {number}",
            description="", minutes=60, times=[now() + timedelta(days=2)],
        )  # fmt: skip
    client.force_login(learner)
    page = client.get("/api/requests/?size=2").json()
    assert (page["count"], len(page["results"])) == (3, 2)
    client.force_login(mentor.user)
    assert client.get("/api/requests/").json()["count"] == 0
    assert client.get("/api/requests/?list=to_all").json()["count"] == 3
    assert client.get("/api/requests/?list=to_me").json()["count"] == 0
    client.force_login(make.person())
    assert client.get("/api/requests/?list=to_all").status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"topic": "telepathy"}, {"topic": "a\0b"}, {"times": []}, {"times": ["soon"]},
        {"times": ["2001-01-01T10:00:00Z"]}, {"minutes": 7}, {"minutes": "x"}, {"budget": -1},
        {"title": ""}, {"title": "x" * 121}, {"mentor": "nobody"}, {"skills": ["telepathy"]},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_names_its_field(client, mentor, learner, changes):
    answer = post(client, learner, "create", asked(**changes))
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == set(changes)
    assert not SessionRequest.objects.exists()


def test_somebody_elses_are_not_found(client, mentor, learner):
    path = post(client, learner, "create", asked(mentor=mentor.slug)).json()["id"]
    terms = {"starts_at": days(4), "minutes": 45, "price": 45_000}
    offer = post(client, mentor.user, f"{path}/offer", terms).json()["id"]
    stranger, other = make.person(), make.mentor(domains=[make.domain()])
    for who, verb, body in (
        (stranger, "cancel", {}),
        (stranger, "messages", {"text": "Hi"}),
        (stranger, f"offers/{offer}/accept", {}),
        (stranger, f"offers/{offer}/decline", {}),
        (other.user, f"offers/{offer}/withdraw", {}),
        (other.user, "accept", {"starts_at": days(2)}),
        (other.user, "decline", {"reason": "No"}),
    ):
        assert post(client, who, f"{path}/{verb}", body).status_code == 404, verb
    assert post(client, learner, f"{path + 1}/offers/{offer}/accept").status_code == 404
    client.force_login(stranger)
    assert client.get(f"/api/requests/{path}/").status_code == 404
    assert Offer.objects.get().state == "standing"


def test_saying_more_and_declining(client, mentor, learner):
    path = post(client, learner, "create", asked(mentor=mentor.slug)).json()["id"]
    answer = post(client, mentor.user, f"{path}/messages", {"text": "Which ones?"})
    assert (answer.status_code, answer.json()["author"]) == (201, "Asha Raman")
    answer = post(client, mentor.user, f"{path}/decline", {})
    assert (answer.status_code, answer.json()["code"]) == (400, "reason_missing")
    answer = post(client, mentor.user, f"{path}/decline", {"reason": "Away."})
    assert (answer.json()["state"], answer.json()["reason"]) == ("declined", "Away.")
