"""A learner gives ₹100 in a live room, the mentor sees it; a tip from the past booking."""

import json
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import log_in
from tests.e2e.looks import violations
from tests.e2e.rooms import at_the_door, from_more, go_in, make_class, sees
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def picture(page, name):
    """Keep a picture where a person asked for them."""
    folder = os.environ.get("GIFT_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def look(page, name):
    page.wait_for_timeout(300)
    picture(page, name)
    assert violations(page) == [], name
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def pay_in_window(page):
    window = page.frame_locator("iframe[title='Test payment']")
    window.get_by_role("button", name=re.compile(r"^Pay ₹")).click()


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_a_learner_gives_in_the_room_and_everybody_there_sees_it_once(product, visit, phone):
    where = "phone" if phone else "desk"
    lesson = make_class(product)
    learner = at_the_door(visit, lesson, lesson.learners[0], phone=phone)
    mentor = at_the_door(visit, lesson, lesson.mentor, phone=phone)
    go_in(learner)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    sees(learner)
    expect(mentor.locator("[data-gift-open]")).to_have_count(0)

    from_more(learner, "Gift")
    dialog = learner.get_by_role("dialog", name="Give Anjali a gift")
    expect(dialog.get_by_label("₹100")).to_be_checked()
    look(learner, f"dialog-{where}")
    dialog.get_by_label(re.compile("A line for the room")).fill("Thank you for <b>ownership</b>!")
    dialog.get_by_role("button", name="Pay and give").click()
    expect(learner.locator("iframe[title='Test payment']")).to_be_visible()
    expect(mentor.locator("[data-gift-show]")).to_be_hidden()
    pay_in_window(learner)

    for page, words in ((mentor, "Learner 0 gave"), (learner, "You gave")):
        shown = page.locator("[data-gift-show]")
        expect(shown).to_be_visible()
        expect(shown).to_contain_text(words)
        expect(shown).to_contain_text("₹100")
        expect(page.locator("[data-gift-said]")).to_contain_text("₹100")
    look(mentor, f"shown-{where}")
    picture(learner, f"shown-learner-{where}")
    expect(mentor.locator("[data-gift-show]")).to_be_hidden()

    mentor.locator("[data-chat-open]").click()
    line = mentor.locator(".line-gift")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("Gave ₹100")
    expect(line).to_contain_text("Thank you for <b>ownership</b>!")
    look(mentor, f"chat-{where}")
    stored = product.run(
        "from payments.models import Earning, Gift; g = Gift.objects.latest('pk'); "
        "print(g.state, g.late, Earning.objects.get(order=g.order).own)"
    )
    assert "credited False 9000" in stored


def test_who_closes_the_window_is_told_and_may_give_again(product, visit):
    lesson = make_class(product)
    learner = at_the_door(visit, lesson, lesson.learners[0])
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(learner)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    from_more(learner, "Gift")
    learner.keyboard.press("Escape")
    expect(learner.locator("[data-more-open]")).to_be_focused()
    from_more(learner, "Gift")
    learner.get_by_role("button", name="Pay and give").click()
    window = learner.frame_locator("iframe[title='Test payment']")
    window.get_by_role("button", name="Close without paying").click()
    expect(learner.locator("[data-note]")).to_contain_text("You closed the payment window")
    expect(learner.locator("[data-gift-open]")).to_be_enabled()
    expect(learner.locator("[data-more-open]")).to_be_focused()


def test_a_browser_that_is_gone_after_paying_still_gives(product, visit):
    lesson = make_class(product)
    learner = at_the_door(visit, lesson, lesson.learners[0])
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(learner)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    from_more(learner, "Gift")
    learner.get_by_role("button", name="Pay and give").click()
    window = learner.frame_locator("iframe[title='Test payment']")
    window.get_by_role("button", name="Pay but close the tab").click()
    learner.goto("about:blank")
    expect(mentor.locator("[data-gift-show]")).to_contain_text("₹100")


ATTENDED = """
import json
from datetime import timedelta
from learning.models import Session
from peerlearn.common.clock import now
from tests import factories
seat = factories.attended(by=factories.mentor("Anjali Rao"))
Session.objects.filter(pk=seat.session_id).update(ended_at=now() - timedelta(hours=1))
print(json.dumps([seat.get_absolute_url(), seat.learner.email]))
"""


@pytest.mark.parametrize("phone", [False], ids=["desk"])
def test_a_tip_is_left_from_the_past_booking(product, visit, phone):
    where = "phone" if phone else "desk"
    url, email = json.loads(product.run(ATTENDED).strip().splitlines()[-1])
    page = visit(phone=phone)
    log_in(page, email, PASSWORD)
    page.goto(url)
    look(page, f"booking-{where}")
    page.get_by_role("link", name="Leave Anjali a tip").click()
    page.get_by_label("₹200").check()
    page.get_by_label(re.compile("A line for your mentor")).fill("For the extra hour")
    look(page, f"tip-{where}")
    page.get_by_role("button", name="Go on to pay").click()
    look(page, f"tip-pay-{where}")
    page.get_by_role("button", name="Pay ₹200").click()
    pay_in_window(page)
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    look(page, f"tip-thanks-{where}")
    page.goto("/learner/payments/")
    expect(page.get_by_text("Tip: Rust")).to_be_visible()
    look(page, f"history-{where}")
    page.get_by_role("link", name="Receipt PL").click()
    look(page, f"receipt-{where}")
