"""The pages of where a mentor is paid out: after a step-up; what is wrong stands by its field."""

from datetime import timedelta

import pytest

from payments.models import PayoutMethod
from payments.payout_enums import MethodState
from peerlearn.accounts import step_up
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE = "/mentor/earnings/methods/"
NUMBER = "004401531234"
BANK = {"holder": "Asha Raman", "ifsc": "ICIC0000044", "account": NUMBER, "again": NUMBER}


@pytest.fixture
def mentor(client):
    person = make.mentor("Asha Raman").user
    client.post("/login/", {"login": person.email, "password": make.PASSWORD})
    return person


def test_a_bank_account_is_added_and_shown_by_its_last_four(client, mentor):
    page = client.post(f"{PAGE}bank/", BANK, follow=True).content.decode()
    assert "•••• 1234" in page
    assert "Being checked" in page
    assert NUMBER not in page
    assert PayoutMethod.objects.get().account == NUMBER


def test_nothing_is_changed_without_a_fresh_proof_of_who_it_is(client, mentor):
    client.post(f"{PAGE}bank/", BANK)
    method = PayoutMethod.objects.get()
    with travel(now() + timedelta(seconds=step_up.SECONDS + 5)):
        for path in ("bank/", "upi/", f"{method.pk}/", f"{method.pk}/remove/"):
            answer = client.post(f"{PAGE}{path}", BANK | {"account": "1" * 12, "again": "1" * 12})
            assert answer.status_code == 302
            assert "/reauthenticate/" in answer["Location"], path
    method.refresh_from_db()
    assert (method.account, PayoutMethod.objects.count()) == (NUMBER, 1)


def test_two_numbers_that_differ_are_refused_and_nothing_typed_is_lost(client, mentor):
    answer = client.post(f"{PAGE}bank/", BANK | {"again": "004401531243"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "The two numbers differ." in page
    assert "ICIC0000044" in page
    assert not PayoutMethod.objects.exists()


def test_a_upi_address_takes_the_place_of_another(client, mentor):
    client.post(f"{PAGE}upi/", {"holder": "Asha Raman", "account": "asha@okaxis"})
    old = PayoutMethod.objects.get()
    told = {"holder": "Asha Raman", "account": "raman@okicici"}
    page = client.post(f"{PAGE}{old.pk}/", told, follow=True).content.decode()
    assert "r••••@okicici" in page
    assert "a••••@okaxis" not in page
    old.refresh_from_db()
    assert old.state == MethodState.REMOVED


def test_removing_asks_for_post_and_finds_only_ones_own(client, mentor):
    client.post(f"{PAGE}bank/", BANK)
    method = PayoutMethod.objects.get()
    assert client.get(f"{PAGE}{method.pk}/remove/").status_code == 405
    other = make.mentor().user
    client.logout()
    client.post("/login/", {"login": other.email, "password": make.PASSWORD})
    assert client.post(f"{PAGE}{method.pk}/remove/").status_code == 404
    assert client.get(f"{PAGE}{method.pk}/").status_code == 404
    assert "1234" not in client.get(PAGE).content.decode()
