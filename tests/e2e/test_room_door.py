"""At the room's door: who is turned away and how it is said; cameras missing or refused."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import log_in
from tests.e2e.looks import violations
from tests.e2e.rooms import at_the_door, go_in, make_class, sees, until
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

REFUSE = """
navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("no", "%s");
};
"""


SLOW = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wish) => {
  await new Promise((go) => setTimeout(go, 2000));
  return ask(wish);
};
"""


@pytest.fixture(scope="module")
def lesson(product):
    return make_class(product)


@pytest.mark.parametrize(
    ("fault", "words"),
    [("NotAllowedError", "does not let PeerLearn use"), ("NotFoundError", "was found")],
)
def test_without_a_camera_one_joins_with_a_clear_message(product, visit, fault, words):
    lesson = make_class(product)
    learner = visit()
    learner.add_init_script(REFUSE % fault)
    log_in(learner, lesson.learners[0], PASSWORD)
    learner.goto(lesson.url)
    expect(learner.locator("[data-media-problem]")).to_contain_text(words)
    expect(learner.locator("[data-preview-off]")).to_be_visible()
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(learner)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    sees(learner)
    until(mentor, "__room.states[0] === 'connected' && !__room.people[0].flags.cam")


def test_a_switch_waits_until_the_devices_have_answered(product, visit):
    lesson = make_class(product)
    page = visit()
    page.add_init_script(SLOW)
    log_in(page, lesson.mentor, PASSWORD)
    page.goto(lesson.url)
    switch = page.locator(".preview-controls [data-mic]")
    expect(switch).to_be_disabled()
    switch.click()  # as soon as it can be
    expect(switch).to_have_text("Unmute")
    assert page.evaluate("__room.flags.mic") is False


def test_with_everything_off_one_joins_and_the_choice_is_remembered(product, visit):
    lesson = make_class(product)
    page = at_the_door(visit, lesson, lesson.mentor)
    page.locator(".preview-controls [data-mic]").click()
    page.locator(".preview-controls [data-cam]").click()
    expect(page.locator("[data-preview-off]")).to_be_visible()
    page.reload()
    expect(page.locator(".preview-controls [data-cam]")).to_have_text("Camera on")
    go_in(page)
    assert page.evaluate("__room.flags") == {
        "mic": False, "cam": False, "screen": False,
    }  # fmt: skip


def test_before_its_time_the_room_says_when_it_opens(product, visit):
    lesson = make_class(product, starts_in=40)
    page = visit()
    page.expected_errors.append("409")
    log_in(page, lesson.learners[0], PASSWORD)
    answer = page.goto(lesson.url)
    assert answer.status == 409
    expect(page.get_by_role("heading", level=1)).to_contain_text("10 minutes before the start")
    expect(page.locator("[data-wait]")).to_contain_text(":")


def test_the_room_of_somebody_else_stays_shut(product, lesson, visit):
    stranger = make_class(product).learners[0]
    page = visit()
    page.expected_errors.append("403")
    log_in(page, stranger, PASSWORD)
    answer = page.goto(lesson.url)
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirmed seat")


def test_visitors_are_sent_to_the_login_and_come_back(lesson, visit):
    page = visit()
    page.goto(lesson.url)
    assert f"next={lesson.url}" in page.url.replace("%2F", "/")


def test_leaving_the_lobby_leads_to_the_dashboard(lesson, visit):
    page = at_the_door(visit, lesson, lesson.learners[0])
    go_in(page)
    page.get_by_role("link", name="Leave Lobby").click()
    page.wait_for_url("**/learner/dashboard/")


BEGAN = """
from datetime import timedelta
from learning.models import Session
from peerlearn.common.clock import now
began = now() - timedelta(minutes=15) + timedelta(seconds={seconds})
length = timedelta(minutes=60)
Session.objects.filter(pk={pk}).update(starts_at=began, ends_at=began + length)
"""


def test_who_waits_for_a_late_mentor_is_shown_the_way_out_when_its_time_comes(product, visit):
    lesson = make_class(product)
    learner = at_the_door(visit, lesson, lesson.learners[0], phone=True)
    product.run(BEGAN.format(pk=lesson.pk, seconds=20))
    go_in(learner)
    expect(learner.locator("[data-lobby-text]")).to_contain_text("you can give your seat back")
    expect(learner.locator("[data-way-out]")).to_be_hidden()
    expect(learner.locator("[data-way-out]")).to_be_visible(timeout=60_000)
    expect(learner.locator("[data-lobby-text]")).to_contain_text("need not wait any longer")
    assert violations(learner) == []
    learner.get_by_role("button", name="Give my seat back").click()
    expect(learner.get_by_role("heading", name="The mentor did not come")).to_be_visible()


CANCEL = """
from learning.services import closing
closing.cancel(session_id={pk}, actor=None, reason="The mentor is ill.")
"""


def test_who_waits_for_a_session_that_is_cancelled_is_asked_for_neither_stars_nor_a_tip(
    product, visit
):
    lesson = make_class(product)
    learner = at_the_door(visit, lesson, lesson.learners[0], phone=True)
    go_in(learner)
    product.run(CANCEL.format(pk=lesson.pk))
    expect(learner.get_by_role("heading", name="This session was cancelled")).to_be_visible()
    expect(learner.get_by_role("link", name="Report this session")).to_be_visible()
    expect(learner.get_by_role("link", name="Leave a tip")).to_have_count(0)
    expect(learner.locator(".star")).to_have_count(0)
    assert violations(learner) == []


def test_the_mentor_is_asked_about_people_only_who_do_not_come_in_by_themselves(product, visit):
    lesson = make_class(product)
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(mentor)
    learner = at_the_door(visit, lesson, lesson.learners[0])
    go_in(learner)
    expect(mentor.locator(".lobby-person[data-state=here]")).to_have_count(2)
    expect(mentor.locator("[data-lobby-text]")).to_contain_text("They come in when you start")
    expect(mentor.locator(".admit-acts")).to_have_count(0)
    # A choice made without a line is told on the next.
    mentor.evaluate("__room.drop(); document.querySelector('#auto-admit-lobby').click()")
    expect(mentor.locator(".admit-acts")).to_have_count(1)
    mentor.locator("[data-start]").click()
    expect(learner.locator(".lobby-person").first).to_contain_text("In the call")
    expect(learner.locator("[data-ready]")).to_be_hidden()
