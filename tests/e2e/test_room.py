"""Two people meet in a room: real browsers, fake cameras, the running product."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.rooms import at_the_door, go_in, make_class, sees, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def lesson(product):
    return make_class(product)


@pytest.fixture
def met(lesson, visit):
    """Return (mentor's page, learner's page) of a class that runs."""
    learner = at_the_door(visit, lesson, lesson.learners[0])
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(learner)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    for page in (mentor, learner):
        sees(page)
    return mentor, learner


def write(page, text):
    if page.locator("[data-chat]").is_hidden():
        page.locator("[data-chat-open]").click()
    page.locator("#chat-text").fill(text)
    page.locator("#chat-text").press("Enter")


@pytest.mark.smoke
def test_two_people_get_ready_meet_write_and_part(product, lesson, visit):
    learner = at_the_door(visit, lesson, lesson.learners[0], phone=True)
    mentor = at_the_door(visit, lesson, lesson.mentor)
    expect(learner.locator("[data-preview-video]")).to_be_visible()

    go_in(learner)
    learner.get_by_role("button", name="I’m Ready").click()
    go_in(mentor)
    person = mentor.locator(".lobby-person", has_text="Learner 0")
    expect(person).to_contain_text("Ready")
    assert learner.locator("[data-view=call]").is_hidden()

    mentor.get_by_role("button", name="Start Class").click()
    for page in (mentor, learner):
        sees(page)
        expect(page.locator("[data-net]")).to_have_text("Connected")

    script = "<img src=x onerror=alert(1)>"
    write(learner, script)
    expect(mentor.locator("[data-chat-open] [data-badge]")).to_have_text("1")
    mentor.locator("[data-chat-open]").click()
    expect(mentor.locator(".line-text")).to_have_text(script)

    mentor.get_by_role("button", name="End", exact=True).click()
    mentor.get_by_role("button", name="End for everybody").click()
    expect(mentor.get_by_role("heading", name="That was your session")).to_be_visible()

    learner.locator(".star").nth(4).click()
    learner.locator("#comment").fill("Clear and kind.")
    learner.get_by_role("button", name="Submit Feedback").click()
    learner.wait_for_url("**/learner/dashboard/")
    stored = product.run(
        f"from learning.models import Review; r = Review.objects.get(session={lesson.pk}); "
        "print(r.rating, r.comment)"
    )
    assert "5 Clear and kind." in stored


def test_microphone_camera_and_screen_reach_the_other_side(met):
    mentor, learner = met
    bar = mentor.locator(".controls")
    bar.locator("[data-mic]").click()
    bar.locator("[data-cam]").click()
    until(learner, "!__room.people[0].flags.mic && !__room.people[0].flags.cam")
    expect(bar.locator("[data-mic]")).to_have_text("Unmute")
    expect(learner.locator(".tile-large .tile-face")).to_be_visible()

    stage = learner.locator("[data-stage]")
    learner.locator("[data-layout]").click()
    expect(stage).to_have_attribute("data-layout-now", "gallery")
    bar.locator("[data-screen]").click()
    expect(stage).to_have_attribute("data-layout-now", "speaker")
    until(learner, "document.querySelector('.tile-large video').videoWidth > 640")
    bar.locator("[data-screen]").click()
    until(learner, "!__room.people[0].flags.screen")
    # What is shared into a gallery is large until it ends.
    expect(stage).to_have_attribute("data-layout-now", "gallery")
    assert not learner.evaluate("__room.people[0].flags.cam"), "the camera was off before sharing"

    bar.locator("[data-cam]").click()
    until(learner, "__room.people[0].flags.cam")
    sees(learner)


IN_TOKYO = """
from peerlearn.accounts.models import User
User.objects.filter(email={email!r}).update(time_zone="Asia/Tokyo")
"""
TOKYO_TIME = """(line) => new Date(line.dateTime).toLocaleTimeString(
  [], { hour: "numeric", minute: "2-digit", timeZone: "Asia/Tokyo" })"""


def test_times_in_the_room_are_on_the_clock_of_ones_account(product, lesson, visit):
    product.run(IN_TOKYO.format(email=lesson.learners[0]))
    learner = at_the_door(visit, lesson, lesson.learners[0])
    head = learner.locator(".room-door-head .eyebrow").inner_text()
    start = re.search(r"\d+:\d\d [ap]m JST", head)[0]
    go_in(learner)
    expect(learner.locator("[data-lobby-text]")).to_contain_text(f"begins at {start};")
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    sees(learner)
    write(learner, "good evening")
    said = learner.locator(".line-head .line-time")
    expect(said).to_have_text(said.evaluate(TOKYO_TIME))


def test_a_reload_brings_one_back_into_the_call_with_the_chat(met):
    mentor, learner = met
    write(mentor, "page 12")
    expect(learner.locator("[data-chat-open] [data-badge]")).to_have_text("1")
    learner.reload()
    sees(learner)
    sees(mentor)
    expect(learner.locator(".line-text")).to_have_text("page 12")
    assert mentor.evaluate("__room.people.length") == 1


def test_a_lost_socket_comes_back_as_the_same_person_and_misses_nothing(met):
    mentor, learner = met
    pid = learner.evaluate("__room.pid")
    learner.context.set_offline(True)
    expect(learner.locator("[data-net]")).to_contain_text("Reconnecting")
    write(mentor, "said while you were away")
    learner.expected_errors += ["ERR_INTERNET_DISCONNECTED", "WebSocket"]
    learner.context.set_offline(False)
    until(learner, "__room.online")
    assert learner.evaluate("__room.pid") == pid
    sees(learner)
    sees(mentor)
    expect(learner.locator(".line-text")).to_have_text("said while you were away")


def test_a_restarted_server_finds_everybody_where_they_were(product, met):
    mentor, learner = met
    pids = [page.evaluate("__room.pid") for page in met]
    write(learner, "before")
    for page in met:
        page.expected_errors += ["WebSocket", "ERR_CONNECTION_REFUSED", "Failed to load resource"]
    product.stop()
    product.start()
    for page in met:
        until(page, "__room.online")
    assert [page.evaluate("__room.pid") for page in met] == pids
    write(mentor, "after")
    expect(learner.locator(".line-text")).to_have_text(["before", "after"])
    for page in met:
        sees(page)


def test_a_second_tab_takes_over_and_the_first_says_so(met, lesson):
    mentor, learner = met
    second = learner.context.new_page()
    second.goto(lesson.url)
    go_in(second)
    expect(learner.get_by_role("heading", name="You joined in another window")).to_be_visible()
    sees(second)
    sees(mentor)


def test_whoever_leaves_can_come_back_and_the_others_are_told(met):
    mentor, learner = met
    learner.get_by_role("button", name="Leave").click()
    expect(learner.get_by_role("heading", name="You left the room")).to_be_visible()
    expect(mentor.locator("[data-note]")).to_contain_text("left")
    learner.get_by_role("button", name="Rejoin").click()
    sees(learner)


def test_four_people_see_each_other(product, visit):
    lesson = make_class(product, learners=3)
    pages = [at_the_door(visit, lesson, email) for email in (lesson.mentor, *lesson.learners)]
    for page in pages:
        go_in(page)
    pages[0].locator("[data-start]").click()
    for page in pages:
        sees(page, people=3)
    for tile in pages[0].locator(".tile").all():
        assert tile.bounding_box()["width"] > 100
    pages[0].get_by_role("button", name="Show all in a gallery").click()
    expect(pages[0].locator(".tile")).to_have_count(4)


def test_the_mentor_asks_to_mute_and_removes_for_good(met):
    mentor, learner = met
    mentor.get_by_role("button", name="Ask Learner 0 to mute").click()
    expect(learner.locator("[data-note]")).to_contain_text("asked you to mute")
    until(mentor, "!__room.people[0].flags.mic")
    mentor.get_by_role("button", name="Remove Learner 0").click()
    mentor.get_by_role("button", name="Remove", exact=True).click()
    expect(learner.get_by_role("heading", name="You were removed")).to_be_visible()
    until(mentor, "__room.people.length === 0")
    learner.expected_errors.append("403")
    learner.reload()
    expect(learner.get_by_role("heading", level=1)).to_contain_text("removed you")
