"""The mentor's door in browsers: people wait, are let in by name, and stay longer together."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import log_in
from tests.e2e.looks import violations
from tests.e2e.rooms import at_the_door, go_in, make_class, sees
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_the_mentor_lets_in_by_name_and_all_agree_to_stay_longer(product, visit):
    lesson = make_class(product)
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(mentor)
    mentor.locator("#auto-admit-lobby").uncheck()
    learner = at_the_door(visit, lesson, lesson.learners[0])
    learner.get_by_label("With sound only").check()
    go_in(learner)
    mentor.locator("[data-start]").click()
    expect(learner.locator("[data-lobby-text]")).to_contain_text("one by one")
    expect(mentor.locator("[data-knock-text]")).to_have_text("Learner 0 waits at the door.")
    mentor.locator("[data-knock-see]").click()
    assert violations(mentor) == []
    mentor.get_by_role("button", name="Let in: Learner 0").click()
    expect(learner.locator("[data-view=call]")).to_be_visible()
    expect(mentor.locator("[data-knock]")).to_be_hidden()
    expect(mentor.locator("[data-people-in]")).to_contain_text("Learner, no camera")
    sees(learner)
    before = learner.locator("[data-timer]").inner_text()
    learner.locator("[data-more-open]").click()
    learner.locator(".more [data-time-open]").click()
    learner.get_by_role("button", name="10 min").click()
    mentor.get_by_role("button", name="Agree").click()
    expect(learner.locator("[data-note]")).to_contain_text("10 minutes longer")
    assert minutes_left(learner) - minutes_left_of(before) >= 9


def minutes_left(page):
    return minutes_left_of(page.locator("[data-timer]").inner_text())


def minutes_left_of(text):
    parts = text.split("·")[1].split("left")[0].strip().split(":")
    return int(parts[-2]) + 60 * (int(parts[0]) if len(parts) == 3 else 0)


def test_the_check_finds_the_devices_and_keeps_what_it_found(product, visit):
    lesson = make_class(product, starts_in=600)
    page = visit()
    log_in(page, lesson.learners[0], PASSWORD)
    page.goto(f"{lesson.url}check/")
    page.locator("[data-check-start]").click()
    page.locator("[data-heard=yes]").click()
    expect(page.locator("[data-check-verdict]")).to_contain_text("All good")
    assert violations(page) == []
    page.reload()
    expect(page.locator("[data-check-verdict]")).to_contain_text("All good")
