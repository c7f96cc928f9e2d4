"""A mentor writes a session in two tabs, offers, moves, copies, repeats and cancels it."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.looks import check_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

EDITOR = re.compile(r"/mentor/sessions/\d+/$")


def at_night(days):
    """Return a time at which nobody of the demo teaches, as a picker of times takes it."""
    day = datetime.now() + timedelta(days=days)  # noqa: DTZ005  (a wall clock)
    return day.strftime("%Y-%m-%dT03:15")


def saved(page):
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved as a draft")


def field(page, name):
    return page.locator(f".session-form [name={name}]")


def begin(page, title):
    """Type into a new session and never press Save: a reload has it all."""
    page.goto("/mentor/sessions/new/")
    check_page(page, "new session")
    field(page, "title").press_sequentially(title)
    page.wait_for_url(EDITOR)
    field(page, "step_title").last.fill("Count the syllables")
    page.reload()  # before the pause after which it is saved
    expect(field(page, "title")).to_have_value(title)
    expect(field(page, "step_title").nth(2)).to_have_value("Count the syllables")
    saved(page)
    page.reload()
    expect(field(page, "title")).to_have_value(title)
    expect(field(page, "step_title").first).to_have_value("Count the syllables")
    check_page(page, "draft")
    return page.url


def write_in_two_tabs(page, address):
    """Both texts are shown to who comes second, and the own one can be kept."""
    page.expected_errors.append("409")
    other = page.context.new_page()
    other.goto(address)
    field(other, "summary").fill("Words of the other tab.")
    saved(other)
    other.close()
    field(page, "summary").fill("Metre and rhyme, aloud.")
    note = page.get_by_role("alert").filter(has_text="changed elsewhere")
    expect(note).to_contain_text("Words of the other tab.")
    expect(note).to_be_focused()
    check_page(page, "two tabs")
    note.get_by_role("button", name="Keep mine").click()
    expect(note).to_have_count(0)
    saved(page)
    page.reload()
    expect(field(page, "summary")).to_have_value("Metre and rhyme, aloud.")


def hand_out(page):
    """A link is added beside words that are not saved yet; they stay."""
    field(page, "description").fill("Bring a verse.")
    part = page.locator("[data-materials]")
    part.get_by_label("Or a link").fill("javascript:alert(1)")
    page.expected_errors.append("400")
    part.get_by_role("button", name="Add").click()
    expect(part.get_by_role("alert")).to_contain_text("Write a whole web address")
    part.get_by_label("Or a link").fill("https://example.org/ghazals")
    part.get_by_role("button", name="Add").click()
    expect(part.get_by_role("link", name="example.org")).to_be_visible()
    expect(field(page, "description")).to_have_value("Bring a verse.")


def publish(page, days):
    field(page, "domain").select_option("programming")
    field(page, "starts_at").fill(at_night(days))
    field(page, "capacity").fill("3")
    field(page, "min_seats").fill("2")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("Published. It is in the catalogue now.")).to_be_visible()
    check_page(page, "scheduled")


def row(page, title):
    return page.locator("article.row", has_text=title)


def find(visitor, title):
    visitor.goto(f"/sessions/?q={title.split()[-1]}")
    visitor.get_by_role("link", name=title).first.click()
    expect(visitor.get_by_text("Takes place if at least 2 people book by").first).to_be_visible()
    expect(visitor.get_by_text("1 file or link, for everybody with a seat.")).to_be_visible()
    check_page(visitor, "session page")


def move(page, title, days):
    row(page, title).get_by_role("link", name="Reschedule").click()
    check_page(page, "reschedule")
    page.locator("[name=starts_at]").fill(at_night(days))
    page.get_by_role("button", name="Reschedule").click()
    expect(page.get_by_text("It has another time.")).to_be_visible()


def copy(page, title):
    row(page, title).get_by_role("button", name="Duplicate").click()
    expect(page.get_by_text("A copy, as a draft.")).to_be_visible()
    expect(field(page, "title")).to_have_value(title)
    expect(field(page, "starts_at")).to_have_value("")
    expect(page.locator("[data-materials]").get_by_role("link", name="example.org")).to_be_visible()
    page.get_by_role("button", name="Delete draft").click()
    expect(page.get_by_text("The draft is gone.")).to_be_visible()


def repeat(page, title):
    page.goto("/mentor/sessions/")
    row(page, title).get_by_role("link", name="Repeat weekly").click()
    page.locator("[name=weeks]").first.fill("3")
    page.locator("[name=there]").first.select_option("America/New_York")
    page.get_by_role("button", name="Show the dates").click()
    expect(page.locator(".dates tbody tr")).to_have_count(3)
    expect(page.locator(".dates thead")).to_contain_text("America/New York")
    check_page(page, "dates")
    page.get_by_role("button", name="Make the series").click()
    expect(page.get_by_text("3 sessions are in the series.")).to_be_visible()
    check_page(page, "series")


def cancel(page, title):
    page.goto("/mentor/sessions/")
    expect(row(page, title)).to_have_count(3)
    row(page, title).first.get_by_role("link", name="Cancel").click()
    check_page(page, "cancel")
    page.locator("[name=reason]").fill("I am ill that night.")
    page.get_by_role("button", name="Cancel the session").click()
    expect(page.get_by_text("Cancelled. Everybody is told.")).to_be_visible()
    page.goto("/mentor/sessions/")
    row(page, title).first.get_by_role("link", name="Every week").click()
    page.locator("[name=reason]").fill("I am moving.")
    page.get_by_role("button", name="Cancel the rest").click()
    expect(page.get_by_text("2 sessions are cancelled.")).to_be_visible()
    page.goto("/mentor/sessions/past/")
    expect(row(page, title)).to_have_count(3)
    check_page(page, "past")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_session_is_written_offered_moved_copied_repeated_and_cancelled(visit, phone):
    title = f"Ghazals for the {'tram' if phone else 'terrace'}"
    mentor = visit("mentor@peerlearn.test", phone=phone)
    address = begin(mentor, title)
    write_in_two_tabs(mentor, address)
    hand_out(mentor)
    publish(mentor, days=23 if phone else 20)
    find(visit(phone=phone), title)
    move(mentor, title, days=24 if phone else 21)
    copy(mentor, title)
    repeat(mentor, title)
    cancel(mentor, title)


def test_save_pressed_at_once_makes_one_draft(visit):
    mentor = visit("mentor@peerlearn.test")
    mentor.goto("/mentor/sessions/new/")
    field(mentor, "title").fill("Pressed at once")
    mentor.get_by_role("button", name="Save", exact=True).click()
    expect(mentor.get_by_text("Saved.", exact=True)).to_be_visible()
    mentor.goto("/mentor/sessions/drafts/")
    expect(row(mentor, "Pressed at once")).to_have_count(1)
    expect(row(mentor, "No title yet")).to_have_count(0)
