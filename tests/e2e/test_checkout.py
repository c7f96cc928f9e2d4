"""Paying in a browser: every way it can go, on a phone and at a desk, against the simulator."""

import json
import re
from types import SimpleNamespace

import pytest
import requests
from playwright.sync_api import expect

from tests.e2e.conftest import log_in
from tests.e2e.looks import BOTH_AT_ONCE, check_variants
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MAKE = """
import json
from tests import factories
session = factories.session(
    by=factories.mentor("Pia Lund"), starts_in=3000, price=30000, capacity={capacity}, title="Paid"
)
print(json.dumps([session.pk, factories.person("Ravi Iyer").email]))
"""
# The hold is over, the seat may be somebody else's by now.
LATE = """
from datetime import timedelta
from learning.models import Booking
from learning.services import bookings
from peerlearn.common.clock import now
from tests import factories
booking = Booking.objects.get(pk={pk})
Booking.objects.filter(pk=booking.pk).update(hold_expires_at=now() - timedelta(seconds=1))
if {gone}:
    bookings.release(booking_id=booking.pk, actor=None)
    other = factories.person(email="late{pk}@example.test")
    bookings.book(session_id=booking.session_id, learner=other)
"""
INSTAGRAM = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/126.0 Mobile Safari/537.36 Instagram 330.0.0.40.92 Android"
)
PAY = re.compile(r"^(Pay|Try again: pay) ₹300")
both = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
# What does not depend on the width is looked at once, some here, some there.
on_a_phone = pytest.mark.parametrize("phone", [True], ids=["phone"])
at_a_desk = pytest.mark.parametrize("phone", [False], ids=["desktop"])


@pytest.fixture
def held(product, visit):
    """Return a function that holds a seat for somebody new, whose page it returns."""

    def hold(phone, *, capacity=3, **context):
        made = product.run(MAKE.format(capacity=capacity)).strip().splitlines()[-1]
        session, email = json.loads(made)
        page = visit(phone=phone, reduced_motion="reduce", **context)
        log_in(page, email, PASSWORD)
        page.goto(f"/book/{session}/")
        expect(page.get_by_text("₹300 is all you pay")).to_be_visible()
        page.get_by_role("button", name="Hold my seat").click()
        page.wait_for_url(re.compile(r"/bookings/\d+/$"))
        pk = int(page.url.split("/")[-2])
        return SimpleNamespace(page=page, pk=pk, email=email, url=page.url)

    return hold


@pytest.fixture
def simulator(product):
    """Say to the gateway what goes wrong; all is well again afterwards."""
    url = f"http://localhost:{product.simulator_port}/sim"

    def fault(op, mode, n=1, **more):
        answer = requests.post(
            f"{url}/faults", json={"op": op, "mode": mode, "n": n, **more}, timeout=9
        )
        assert answer.ok, answer.text

    yield fault
    requests.post(f"{url}/faults", json={"clear": True}, timeout=9)


def window(page):
    return page.frame_locator("iframe[title='Test payment']")


def press(page, name):
    window(page).get_by_role("button", name=name).click()


def pay(page):
    page.get_by_role("button", name=PAY).click()
    press(page, PAY)


def booked(page):
    expect(page.get_by_role("heading", name="Your seat is booked")).to_be_visible()


def says(page, words):
    expect(page.locator("[data-pay-status]")).to_contain_text(words)


@both
def test_a_held_seat_is_for_everybody_and_says_how_long_it_is_kept(held, phone):
    page = held(phone).page
    expect(page.locator("[data-hold-seconds]")).to_contain_text("15 min left")
    expect(page.get_by_text("everything comes back.").first).to_be_visible()
    check_variants(page, "held", BOTH_AT_ONCE)


@both
def test_a_declined_payment_says_why_and_is_tried_again(held, phone):
    page = held(phone).page
    page.get_by_role("button", name=PAY).click()
    press(page, "Netbanking")
    press(page, "Bank page: Failure")
    press(page, "Close without paying")
    says(page, "The payment did not go through.")
    again = page.get_by_role("button", name="Try again: pay ₹300")
    expect(again).to_be_visible()
    said = page.locator("[data-pay-status]")
    expect(said).to_be_in_viewport(ratio=1)
    box, bar = said.bounding_box(), again.bounding_box()
    assert box["y"] + box["height"] <= bar["y"]  # the bar that pays does not cover it
    check_variants(page, "failed", BOTH_AT_ONCE)
    page.reload()
    page.get_by_role("button", name="Try again: pay ₹300").click()
    press(page, PAY)
    booked(page)


@on_a_phone
def test_who_paid_and_lost_the_browser_finds_the_seat_booked(held, visit, phone):
    seat = held(phone)
    other = visit(phone=not phone)
    log_in(other, seat.email, PASSWORD)
    other.goto(seat.url)
    seat.page.get_by_role("button", name=PAY).click()
    press(seat.page, "Pay but close the tab")
    expect(window(seat.page).locator("#status")).to_contain_text("Paid.")
    seat.page.context.set_offline(True)  # it never tells anybody
    booked(other)  # another device goes on by itself
    seat.page.context.set_offline(False)
    seat.page.expected_errors += ["ERR_INTERNET_DISCONNECTED", "WebSocket", "Failed to fetch"]
    # Opened anew: the old page reads itself again now that it can.
    again = seat.page.context.new_page()
    again.goto(seat.url)
    booked(again)


@at_a_desk
def test_a_payment_is_taken_up_on_another_device(held, visit, phone):
    seat = held(phone)
    other = visit(phone=not phone)
    log_in(other, seat.email, PASSWORD)
    other.goto("/learner/sessions/")
    other.get_by_role("link", name="Pay now").click()
    pay(other)
    booked(other)
    booked(seat.page)  # the first one hears of it


@at_a_desk
def test_two_tabs_and_a_double_click_open_one_payment(held, phone):
    seat = held(phone)
    second = seat.page.context.new_page()
    second.goto(seat.url)
    seat.page.get_by_role("button", name=PAY).dblclick()
    expect(window(seat.page).get_by_role("button", name=PAY)).to_be_visible()
    expect(seat.page.locator("iframe[title='Test payment']")).to_have_count(1)
    press(seat.page, PAY)
    booked(seat.page)
    booked(second)
    seat.page.go_back()
    seat.page.go_forward()
    booked(seat.page)


@on_a_phone
def test_a_script_that_does_not_load_is_told_and_tried_again(held, phone):
    page = held(phone).page
    page.expected_errors.append("ERR_FAILED")
    page.route("**/v1/checkout.js", lambda route: route.abort())
    page.get_by_role("button", name=PAY).click()
    says(page, "The payment window could not be loaded.")
    check_variants(page, "blocked", BOTH_AT_ONCE)
    page.unroute("**/v1/checkout.js")
    pay(page)
    booked(page)


@at_a_desk
def test_a_gateway_that_is_down_costs_nothing_and_comes_back(held, simulator, phone):
    simulator("POST /v1/orders", "5xx_before", 2)
    page = held(phone).page
    expect(page.get_by_text("Your seat is held and nothing was charged.")).to_be_visible()
    page.expected_errors.append("503")
    page.get_by_role("button", name=PAY).click()
    says(page, "The payment service does not answer. Nothing was charged.")
    pay(page)
    booked(page)


@on_a_phone
def test_who_is_offline_in_the_middle_loses_nothing(held, phone):
    page = held(phone).page
    page.expected_errors += ["ERR_INTERNET_DISCONNECTED", "WebSocket", "ERR_FAILED"]
    page.context.set_offline(True)
    page.get_by_role("button", name=PAY).click()
    says(page, "You are offline, so nothing was charged.")
    page.context.set_offline(False)
    page.get_by_role("button", name=PAY).click()
    expect(window(page).get_by_role("button", name=PAY)).to_be_visible()
    page.route("**/api/payments/verify/", lambda route: route.abort())
    page.route("**/check/", lambda route: route.abort())
    press(page, PAY)
    says(page, "You are offline. If you paid, that is safe")
    page.unroute("**/check/")
    booked(page)


@on_a_phone
def test_a_browser_inside_an_app_comes_back_by_the_gateways_address(held, phone):
    page = held(phone, user_agent=INSTAGRAM).page
    page.route("**/api/payments/verify/", lambda route: route.abort())  # nobody is there to hear it
    page.get_by_role("button", name=PAY).click()
    with page.expect_request("**/returned/") as back:
        press(page, PAY)
    assert "razorpay_signature=" in back.value.post_data
    page.wait_for_url(re.compile(r"/bookings/\d+/$"))
    booked(page)


@at_a_desk
def test_a_bank_that_is_still_at_it_is_waited_for(held, simulator, product, phone):
    simulator("POST /v1/payments/*", "5xx_before", 1)
    simulator("checkout", "authorize_only")
    page = held(phone).page
    page.expected_errors.append("202")
    pay(page)
    booked(page)


@on_a_phone
def test_a_hold_that_ended_says_so_and_offers_another_try(held, product, phone):
    seat = held(phone)
    product.run(LATE.format(pk=seat.pk, gone=False))
    seat.page.reload()
    expect(seat.page.get_by_role("heading", name="The hold on your seat has ended")).to_be_visible()
    expect(seat.page.get_by_text("Nothing was charged.")).to_be_visible()
    expect(seat.page.get_by_role("link", name="Book again")).to_be_visible()
    check_variants(seat.page, "ended", BOTH_AT_ONCE)


@both
def test_money_that_came_when_the_seat_was_gone_goes_back_and_the_page_says_so(
    held, product, phone
):
    seat = held(phone, capacity=1)
    seat.page.get_by_role("button", name=PAY).click()
    expect(window(seat.page).get_by_role("button", name=PAY)).to_be_visible()
    product.run(LATE.format(pk=seat.pk, gone=True))
    press(seat.page, PAY)
    expect(seat.page.get_by_text("The seat was gone when your money arrived.")).to_be_visible()
    expect(
        seat.page.get_by_text(re.compile("₹300 (goes back the way|was paid back)"))
    ).to_be_visible()
    check_variants(seat.page, "refunded", BOTH_AT_ONCE)
