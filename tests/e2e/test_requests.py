"""A learner asks from a mentor's page, the mentor counters, the learner takes it and pays."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ASHA = "/mentors/asha-raman/"


def local(hours):
    """Return a full hour so far ahead, as a picker of times takes it."""
    at = (datetime.now() + timedelta(hours=hours)).replace(minute=0)  # noqa: DTZ005  (a wall clock)
    return at.strftime("%Y-%m-%dT%H:%M")


def ask(learner, title):
    learner.goto(ASHA)
    learner.get_by_role("link", name="Propose a session").first.click()
    dialog = learner.locator("dialog#request-dialog")
    expect(dialog).to_be_visible()
    dialog.locator("[name=title]").fill(title)
    dialog.locator("[name=domain]").select_option("programming")
    dialog.locator("[name=time_1]").fill(local(50))
    dialog.get_by_role("button", name="Submit Request").click()
    learner.wait_for_url(re.compile(r"/requests/\d+/"))
    expect(learner.get_by_text("Request submitted")).to_be_visible()
    return learner.url


def counter(mentor, title, days):
    row = mentor.locator("[data-live-requests] .row", has_text=title)
    expect(row).to_be_visible()  # it came over the socket, the page was open before
    row.get_by_role("link", name="Counter-offer").click()
    day = local(24 * days)[:10]
    mentor.locator("[name=starts_at]").fill(f"{day}T03:15")  # nobody of the demo teaches at night
    mentor.locator("[name=price_rupees]").fill("650")
    mentor.locator("[name=message]").fill("An evening later suits me.")
    mentor.get_by_role("button", name="Send the offer").click()
    expect(mentor.get_by_text("Your offer is sent.")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_request_is_countered_taken_and_paid(product, visit, phone):
    title = f"Traits, over {'tea' if phone else 'coffee'}"
    learner = visit(
        "karthik.raman@peerlearn.test" if phone else "neha.tiwari@peerlearn.test", phone=phone
    )
    mentor = visit("mentor@peerlearn.test", phone=phone)
    mentor.goto("/mentor/requests/")
    address = ask(learner, title)
    counter(mentor, title, 6 if phone else 5)
    offer = learner.locator(".offer", has_text="An evening later suits me.")
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="Accept offer").click()
    learner.wait_for_url(re.compile(r"/bookings/\d+/"))
    learner.get_by_role("button", name=re.compile(r"^Pay ₹650")).click()
    window = learner.frame_locator("iframe[title='Test payment']")
    window.get_by_role("button", name=re.compile(r"^Pay ₹")).click()
    expect(learner.get_by_role("heading", name="Your seat is booked")).to_be_visible()
    learner.goto("/learner/requests/")
    expect(learner.locator(".row", has_text=title).get_by_text("Booked")).to_be_visible()
    learner.goto("/learner/sessions/")
    expect(learner.get_by_text(title).first).to_be_visible()
    mentor.goto(address)
    expect(mentor.get_by_text("Booked. It is in your sessions.")).to_be_visible()
    mentor.goto("/mentor/sessions/")
    expect(mentor.get_by_text(title).first).to_be_visible()
