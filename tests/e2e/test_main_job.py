"""The main job: a visitor becomes a paying learner, meets a mentor on video, says how it was."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import log_in
from tests.e2e.registering import PASSWORD, confirm_address, sign_up
from tests.e2e.rooms import go_in, sees

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


FIND = """
import json
from cms.demo.topup import walkable
s = walkable(free={free})
print(json.dumps({{"pk": s.pk, "title": s.title, "url": s.get_absolute_url(), "left": s.seats_left,
    "mentor": s.mentor.user.email, "name": s.mentor.user.name,
    "page": s.mentor.get_absolute_url(), "topic": s.domain.slug}}))
"""


def soon(product, *, free):
    """Return the demo session that starts in a few minutes, topping up what has passed."""
    product.manage("load_demo")
    return json.loads(product.run(FIND.format(free=free)).strip().splitlines()[-1])


def from_the_landing_page_to_the_session(visitor, lesson):
    visitor.goto("/")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Learn from Experts Live")
    visitor.locator(".carousel .session-card .card-link").first.click()
    visitor.wait_for_url(re.compile(r"/sessions/\d+/[\w-]+/"))
    visitor.get_by_role("link", name="Find a session").first.click()
    visitor.wait_for_url("**/sessions/**")
    visitor.locator("#filters summary", has_text="Topic").click()
    visitor.locator(f"#filters input[name=topic][value={lesson['topic']}]").check()
    visitor.wait_for_url(re.compile(rf"topic={lesson['topic']}"))
    card = visitor.locator(".session-card", has_text=lesson["title"]).first
    card.locator(".card-link").click()
    visitor.wait_for_url(f"**{lesson['url']}")


def seats_words(page, lesson):
    return page.locator(f"[data-seats-session='{lesson['pk']}']").first


def book(product, visitor, mailbox, lesson, email):
    """Press Book without an account: sign up, confirm the address, log in, and be where it was."""
    visitor.get_by_role("link", name=re.compile("Book")).first.click()
    visitor.wait_for_url("**/login/**")
    visitor.get_by_role("link", name="Create an account").click()
    sign_up(visitor, "Lata Shenoy", email)
    confirm_address(product, mailbox, email)
    visitor.locator("input[name=login]").fill(email)
    visitor.locator("input[name=password]").fill(PASSWORD)
    visitor.locator("form:has(input[name=password]) button[type=submit]").click()
    visitor.wait_for_url(f"**/book/{lesson['pk']}/")


def pay(learner):
    learner.get_by_role("button", name="Hold my seat").click()
    learner.wait_for_url(re.compile(r"/bookings/\d+/"))
    expect(learner.get_by_text("Held until").first).to_be_visible()
    learner.get_by_role("button", name=re.compile(r"^Pay ₹")).click()
    window = learner.frame_locator("iframe[title='Test payment']")
    window.get_by_role("button", name=re.compile(r"^Pay ₹")).click()


def get_ready(learner, mentor):
    learner.get_by_role("button", name="I’m Ready").click()
    expect(learner.get_by_text("Waiting for Mentor…")).to_be_visible()
    expect(mentor.get_by_text("A learner is ready and waits for you.").first).to_be_visible()
    mentor.get_by_role("button", name="I’m Ready").first.click()
    expect(learner.get_by_text("Your mentor is ready.")).to_be_visible()
    mentor.get_by_role("link", name="Start Class").first.click()
    learner.get_by_role("link", name="Join Class").first.click()


def meet(learner, mentor):
    go_in(learner)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    for page in (mentor, learner):
        sees(page)
    if learner.locator("[data-chat]").is_hidden():
        learner.locator("[data-chat-open]").click()
    learner.locator("#chat-text").fill("Can you hear me?")
    learner.locator("#chat-text").press("Enter")
    if mentor.locator("[data-chat]").is_hidden():
        mentor.locator("[data-chat-open]").click()
    expect(mentor.locator(".line-text")).to_have_text("Can you hear me?")


def part(learner, mentor, comment):
    mentor.get_by_role("button", name="End", exact=True).click()
    mentor.get_by_role("button", name="End for everybody").click()
    learner.locator(".star").nth(4).click()
    learner.get_by_label("Was it clear?").select_option("5")
    learner.locator("#comment").fill(comment)
    learner.get_by_role("button", name="Submit Feedback").click()
    learner.wait_for_url("**/learner/dashboard/")


@pytest.mark.parametrize("kind", ["paid", pytest.param("free", marks=pytest.mark.smoke)])
def test_a_visitor_books_meets_a_mentor_and_says_how_it_was(product, visit, kind):
    lesson = soon(product, free=kind == "free")
    visitor, watcher, mentor = visit(), visit(), visit()
    from_the_landing_page_to_the_session(visitor, lesson)
    watcher.goto(lesson["url"])
    expect(seats_words(watcher, lesson)).to_contain_text(str(lesson["left"]))

    book(product, visitor, visit(), lesson, f"lata.{kind}@example.test")
    if kind == "paid":
        pay(visitor)
    else:
        visitor.get_by_role("button", name="Confirm").click()
    expect(visitor.get_by_role("heading", name="Your seat is booked")).to_be_visible()
    left = lesson["left"] - 1
    expect(seats_words(watcher, lesson)).to_contain_text(re.compile(rf"\b{left}\b|last", re.I))

    log_in(mentor, lesson["mentor"])
    mentor.goto("/mentor/dashboard/")
    get_ready(visitor, mentor)
    meet(visitor, mentor)
    comment = f"Patient, concrete, and the {kind} hour flew by."
    part(visitor, mentor, comment)
    watcher.goto(lesson["page"])
    expect(watcher.get_by_text(comment)).to_be_visible()
