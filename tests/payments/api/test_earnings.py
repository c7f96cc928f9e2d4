"""Earnings over JSON: sums, payouts asked for once, accounts masked."""

from datetime import timedelta

import pytest

from payments.models import Payout
from payments.payout_enums import PayoutState
from peerlearn.accounts import step_up
from peerlearn.accounts.services import tokens
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.payments import earned

pytestmark = pytest.mark.django_db

EARNINGS, PAYOUT = "/api/earnings/", "/api/earnings/payout"
JSON = {"content_type": "application/json"}


@pytest.fixture
def mentor(client):
    person = earned.mentor(123_400)
    client.post("/login/", {"login": person.email, "password": make.PASSWORD})
    return person


def test_a_mentor_reads_what_is_available_and_a_learner_does_not(client, mentor):
    told = client.get(EARNINGS).json()
    assert (told["available"], told["pending"], told["least"]) == (123_400, 0, 50_000)
    client.force_login(make.person())
    assert client.get(EARNINGS).status_code == 403
    client.logout()
    assert client.get(EARNINGS).status_code == 401


def test_the_same_key_asks_for_one_payout(client, mentor):
    body = {"method": earned.bank(mentor).pk, "amount": 60_000}
    key = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    first = client.post(PAYOUT, body, **JSON, **key)
    again = client.post(PAYOUT, body, **JSON, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"
    assert Payout.objects.count() == 1
    refused = client.post(PAYOUT, body, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "payout_open")


def test_without_an_amount_it_is_all_there_is(client, mentor):
    told = client.post(PAYOUT, {"method": earned.bank(mentor).pk}, **JSON).json()
    assert (told["amount"], told["state"]) == (123_400, "requested")
    assert told["destination"] == "Bank account •••• 1234"
    answer = client.post(f"/api/earnings/payouts/{told['id']}/cancel/")
    assert answer.json()["state"] == "cancelled"
    assert client.post(f"/api/earnings/payouts/{told['id']}/cancel/").status_code == 409
    assert client.get("/api/earnings/payouts/").json()["results"][0]["id"] == told["id"]


@pytest.mark.parametrize("amount", [60_000.0, "60000", True, -1, 0, None, 2**60, [60_000]])
def test_what_is_no_whole_number_of_paise_is_refused(client, mentor, amount):
    body = {"method": earned.bank(mentor).pk, "amount": amount}
    assert client.post(PAYOUT, body, **JSON).status_code == 400
    assert not Payout.objects.exists()


def test_a_browser_confirms_who_it_is_and_a_token_has(client, mentor):
    body = {"method": earned.bank(mentor).pk}
    with travel(now() + timedelta(seconds=step_up.SECONDS + 5)):
        refused = client.post(PAYOUT, body, **JSON)
        assert (refused.status_code, refused.json()["code"]) == (403, "step_up_required")
    client.logout()
    pair = tokens.open_family(user=mentor, otp=False)
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {pair.access}"}
    assert client.post(PAYOUT, body, **JSON, **bearer).status_code == 201


def test_nobody_reads_or_takes_back_what_is_anothers(client, mentor):
    theirs = earned.requested()
    assert theirs.payee != mentor
    assert client.get("/api/earnings/payouts/").json()["results"] == []
    assert client.post(f"/api/earnings/payouts/{theirs.pk}/cancel/").status_code == 404
    assert client.post(PAYOUT, {"method": theirs.method_id}, **JSON).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == PayoutState.REQUESTED


def test_accounts_are_listed_masked(client, mentor):
    earned.bank(mentor)
    answer = client.get("/api/earnings/methods/")
    assert answer.json()["results"][0]["masked"] == "•••• 1234"
    assert answer.json()["results"][0]["usable"] is True
    assert earned.NUMBER not in answer.content.decode()
