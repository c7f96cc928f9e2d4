"""Both dashboards in a browser: each tab for everybody, what moves by itself, booking to room."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import log_in
from tests.e2e.looks import DESK_WIDTH, PHONE_WIDTH, check_variants, violations_in_dialog
from tests.e2e.rooms import at_the_door, go_in, make_class, sees
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

LEARNER = [
    "dashboard",
    "home",
    "sessions",
    "requests",
    "recommendations",
    "notifications",
    "saved",
    "following",
    "payments",
    "progress",
]
MENTOR = [
    "dashboard",
    "sessions",
    "sessions/drafts",
    "sessions/past",
    "requests",
    "learners",
    "reviews",
    "earnings",
    "analytics",
    "profile",
    "availability",
    "notifications",
]
# Each tab in two of the four variants, so that a tab has both widths and both schemes.
PAIRS = (
    ((PHONE_WIDTH, "light"), (DESK_WIDTH, "dark")),
    ((PHONE_WIDTH, "dark"), (DESK_WIDTH, "light")),
)
# Nobody else is so sought after: it stands first among recommendations.
SOUGHT = """
import json
from django.core.cache import cache
from recommend.serving import RANKING
from tests import factories
session = factories.session(
    by=factories.mentor("Sofia Lindgren"), starts_in=6, price=0, capacity=7, title="Asking for help"
)
for _ in range(5):
    factories.seat(session)
learner = factories.person("Ines Duarte")
cache.delete(RANKING)  # it may be a minute old
print(json.dumps([session.pk, session.mentor.user.email, learner.email]))
"""
START = """
from learning.models import Session
from learning.services import sessions
session = Session.objects.get(pk={pk})
sessions.start(session_id=session.pk, actor=session.mentor.user)
"""
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_from_a_recommendation_to_the_room_on_a_phone(product, visit):
    pk, teacher, email = json.loads(product.run(SOUGHT).strip().splitlines()[-1])
    learner, overview, mentor = visit(phone=True), visit(phone=True), visit()
    for page in (learner, overview):
        log_in(page, email, PASSWORD)
    overview.goto("/learner/dashboard/")
    learner.goto("/learner/recommendations/")
    offer = f".offer a[href='/book/{pk}/']"
    for _ in range(14):  # without Redis the server keeps its ranking for a minute
        if learner.locator(offer).count() and overview.locator(offer).count():
            break
        learner.wait_for_timeout(5000)
        learner.reload()
        overview.reload()
        expect(overview.locator("[data-part] .offer").first).to_be_attached()
    learner.locator(offer).click()
    dialog = learner.get_by_role("dialog")
    dialog.get_by_role("button", name="Confirm").click()
    expect(learner.get_by_role("heading", name="Your seat is booked")).to_be_visible()
    # The other page has heard of it: what is booked is no recommendation any more.
    expect(overview.locator("[data-part] .offer").first).to_be_attached()
    expect(overview.locator(offer)).to_have_count(0)

    log_in(mentor, teacher, PASSWORD)
    mentor.goto("/mentor/dashboard/")
    learner.get_by_role("button", name="I’m Ready").click()
    mentor.get_by_role("button", name="I’m Ready").first.click()
    mentor.get_by_role("link", name="Start Class").first.click()
    learner.get_by_role("link", name="Join Class").first.click()
    learner.wait_for_url(re.compile(rf"/room/{pk}/"))
    go_in(learner)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    sees(learner)


def test_who_is_in_the_room_comes_and_goes_on_the_mentors_dashboard(product, visit):
    lesson = make_class(product, learners=1, mentor="Karin Holm")
    product.run(START.format(pk=lesson.pk))
    mentor = visit()
    log_in(mentor, lesson.mentor, PASSWORD)
    mentor.goto("/mentor/dashboard/")
    expect(mentor.get_by_text("Nobody else is in the room yet.")).to_be_visible()
    mentor.evaluate("window.here = true")
    learner = at_the_door(visit, lesson, lesson.learners[0])
    go_in(learner)
    expect(mentor.locator("[data-fresh-says]")).to_have_text("1 learner in the room")
    expect(mentor.locator("[data-says]")).to_have_text("1 learner in the room")
    learner.goto("/learner/sessions/")
    expect(mentor.get_by_text("Nobody else is in the room yet.")).to_be_visible()
    assert mentor.evaluate("window.here")

    mentor.get_by_role("link", name="End session").click()
    dialog = mentor.get_by_role("dialog")
    dialog.get_by_role("link", name="Keep going").click()
    expect(dialog).to_be_hidden()
    mentor.get_by_role("link", name="End session").click()
    dialog.get_by_role("button", name="End for everybody").click()
    expect(mentor.get_by_text("is over.").first).to_be_visible()


def test_a_session_is_ended_without_a_script(product, visit):
    lesson = make_class(product, learners=1, mentor="Karin Holm")
    product.run(START.format(pk=lesson.pk))
    mentor = visit(java_script_enabled=False)
    log_in(mentor, lesson.mentor, PASSWORD)
    mentor.goto("/mentor/dashboard/")
    mentor.get_by_role("link", name="End session").click()
    mentor.get_by_role("button", name="End for everybody").click()
    expect(mentor.get_by_text("is over.").first).to_be_visible()


def test_a_look_at_a_public_page_is_told_after_a_second(product, visit):
    visitor = visit(user_agent=FIREFOX)
    visitor.goto("/sessions/")
    visitor.locator(".session-card .card-link").first.click()
    with visitor.expect_response("**/api/views/") as told:
        visitor.wait_for_url(re.compile(r"/sessions/\d+/[\w-]+/"))
    assert told.value.status == 204


def test_a_session_is_reported_in_a_dialog(visit):
    learner = visit("learner@peerlearn.test", phone=True, reduced_motion="reduce")
    learner.goto("/sessions/")
    learner.locator(".session-card .card-link").last.click()
    learner.get_by_role("link", name="Report this session").click()
    dialog = learner.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Report something")).to_be_visible()
    assert violations_in_dialog(learner) == []
    dialog.get_by_role("link", name="Back").click()
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize(("role", "tabs"), [("learner", LEARNER), ("mentor", MENTOR)])
def test_every_tab_is_for_everybody(visit, role, tabs):
    # Colours that fade from one scheme to the other would be measured half way.
    page = visit(f"{role}@peerlearn.test", reduced_motion="reduce")
    for number, tab in enumerate(tabs):
        answer = page.goto(f"/{role}/{tab}/")
        assert answer.status == 200, tab
        if page.locator("[data-part]").count():
            expect(page.locator("[data-part] .carousel")).to_be_attached()
        check_variants(page, f"{role} {tab}", PAIRS[number % 2])
