"""How somebody likes to pay: a preference, never a card."""

import pytest

from learning.services import bookings
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_checkout_opens_with_the_preferred_way_of_paying(client, simulator):
    user = make.person()
    client.force_login(user)
    page = client.get("/profile/payment/").content.decode()
    assert "they never reach PeerLearn" in page
    assert client.post("/profile/payment/", {"method": "upi"}).status_code == 302
    session = make.session(price=45_000, starts_in=240)
    answer = client.post(f"/api/sessions/{session.pk}/book/")
    assert answer.json()["checkout"]["prefill"]["method"] == "upi"
    client.post("/profile/payment/", {"method": ""})
    order = bookings.book(session_id=session.pk, learner=user).order_id
    again = client.post("/api/payments/create/", {"order": order})
    assert "method" not in again.json()["checkout"]["prefill"]


@pytest.mark.parametrize("method", ["cash", "4111111111111111", "upi' OR 1=1"])
def test_what_is_no_way_of_paying_is_refused(client, method):
    client.force_login(make.person())
    assert client.post("/profile/payment/", {"method": method}).status_code == 400
