"""A learner books a free time from a mentor's page; a mentor accepts a request in a dialog."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import looks

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ASHA = "/mentors/asha-raman/"
REQUEST = """
from datetime import timedelta
from learning.models import Mentor
from learning.services import requests
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
mentor = Mentor.objects.get(slug="asha-raman")
at = (now() + timedelta(days={days})).replace(minute=0, second=0, microsecond=0)
made = requests.ask(
    learner=User.objects.get(email="{email}"), mentor=mentor, domain=mentor.domains.first(),
    title="{title}", description="", minutes=60, times=[at, at + timedelta(hours=3)],
)
print(made.pk)
"""


def pay(learner):
    learner.get_by_role("button", name=re.compile(r"^Pay ₹")).click()
    window = learner.frame_locator("iframe[title='Test payment']")
    window.get_by_role("button", name=re.compile(r"^Pay ₹")).click()
    expect(learner.get_by_role("heading", name="Your seat is booked")).to_be_visible()


def test_without_a_script_the_page_leads_to_all_free_times(product, visit):
    visitor = visit(java_script_enabled=False)
    visitor.goto(ASHA)
    visitor.get_by_role("link", name="All free times").click()
    visitor.wait_for_url(re.compile(r"/mentors/asha-raman/times/"))
    expect(visitor.locator("a.slot").first).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_mentor_accepts_in_a_dialog_and_who_waits_is_led_to_pay(product, visit, phone):
    email = f"{'rahul.verma' if phone else 'learner2'}@peerlearn.test"
    title = f"Iterators, {'briefly' if phone else 'at length'}"
    printed = product.run(REQUEST.format(email=email, title=title, days=12 if phone else 11))
    number = printed.strip().splitlines()[-1]
    learner, mentor = visit(email, phone=phone), visit("mentor@peerlearn.test", phone=phone)
    learner.goto("/learner/requests/")
    waits = learner.locator("li", has_text=title)
    expect(waits.get_by_text("Open until").first).to_be_visible()
    mentor.goto("/mentor/requests/")
    row = mentor.locator(".row", has_text=title)
    row.get_by_role("link", name="Counter-offer").click()
    dialog = mentor.locator("dialog#answer-dialog")
    dialog.locator("a[data-fill-time]").first.click()
    expect(dialog.locator("[name=starts_at]")).to_have_value(re.compile(r"^20\d\d-"))
    assert looks.violations_in_dialog(mentor) == []
    mentor.keyboard.press("Escape")
    expect(row.get_by_role("link", name="Counter-offer")).to_be_focused()
    row.get_by_role("link", name="Accept").click()
    expect(dialog.locator("[type=radio]")).to_have_count(2)
    assert looks.violations_in_dialog(mentor) == []
    dialog.locator("[type=radio]").nth(1).check()
    dialog.get_by_role("button", name="Accept").click()
    mentor.wait_for_url(re.compile(rf"/requests/{number}/"))
    expect(mentor.get_by_text("the learner pays to confirm it")).to_be_visible()
    # Who waits has not touched the page: the news came over the socket.
    pay_now = waits.get_by_role("link", name="Pay now")
    expect(pay_now).to_be_visible()
    pay_now.click()
    learner.wait_for_url(re.compile(r"/bookings/\d+/"))


def test_a_free_time_is_booked_on_a_phone_and_the_mentor_reads_what_for(product, visit):
    learner = visit("neha.tiwari@peerlearn.test", phone=True)
    learner.goto(ASHA)
    place = learner.locator("[data-times]")
    place.scroll_into_view_if_needed()
    first = place.locator("a.slot").first
    expect(first).to_be_visible()  # it was fetched once its place came near
    looks.check_page(learner, "mentor's page with free times")
    first.click()
    learner.wait_for_url(re.compile(r"/times/book/"))
    learner.locator("[name=note]").fill("Closures, with tea.")
    looks.check_page(learner, "booking a free time")
    learner.get_by_role("button", name="Hold this time").click()
    learner.wait_for_url(re.compile(r"/bookings/\d+/"))
    pay(learner)
    learner.goto("/learner/sessions/")
    looks.check_page(learner, "My Sessions")
    mentor = visit("mentor@peerlearn.test", phone=True)
    mentor.goto("/mentor/sessions/")
    row = mentor.locator(".row", has_text="Closures, with tea.")
    expect(row.get_by_text("with Neha Tiwari")).to_be_visible()
    looks.check_page(mentor, "the mentor's sessions")
