"""The list of sessions in a browser: suggestions by keys, filters at once, sheet, no script."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.looks import violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def number(page):
    return int(page.locator("#results-count .num").inner_text())


def test_suggestions_are_walked_by_keyboard_and_escape_gives_the_field_back(visit):
    page = visit()
    page.goto("/sessions/")
    field = page.locator("#filter-q")
    field.press_sequentially("gui", delay=60)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    first = page.locator("#filter-q-list [role=option]").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    # On a slow machine the cards are boxes for a moment, with nothing in them to look at.
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert violations(page) == []
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("gui")
    field.press_sequentially("t", delay=60)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(re.compile(r"/sessions/\?q=Guitar"))


def test_a_choice_changes_the_list_the_address_and_back_undoes_it(visit):
    page = visit()
    page.goto("/sessions/")
    all_of_them = number(page)
    page.locator("#filters summary", has_text="Topic").click()
    page.get_by_role("checkbox", name="Music").check()
    page.wait_for_url(re.compile(r"topic=music"))
    expect(page.locator("#results-count .num")).not_to_have_text(str(all_of_them))
    assert page.evaluate("document.activeElement.name") == "topic"
    page.go_back()
    expect(page.locator("#results-count .num")).to_have_text(str(all_of_them))
    expect(page.get_by_role("checkbox", name="Music")).not_to_be_checked()


def test_the_sheet_of_the_phone_says_how_many_it_will_show(visit):
    page = visit(phone=True)
    page.goto("/sessions/")
    page.get_by_role("button", name="All filters").click()
    page.get_by_role("checkbox", name="Evening, 5 to 10 pm").check()
    page.wait_for_url(re.compile(r"time=evening"))
    show = page.locator("#filter-show")
    expect(show).to_have_text(re.compile(rf"Show {number(page)} sessions?"))
    assert violations(page) == []
    show.click()
    expect(page.locator("#filter-sheet")).to_be_hidden()
    expect(page.locator(".results-chips a", has_text="Evening")).to_be_visible()


def test_without_a_script_every_filter_is_within_reach(product, browser):
    context = browser.new_context(base_url=product.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sessions/")
    for name in ("Topic", "Time of day"):
        page.locator("summary", has_text=name).click()
        page.locator("details[open] input").first.check()
    page.get_by_role("button", name="Show", exact=True).click()
    assert "topic=" in page.url
    assert "time=morning" in page.url
    context.close()


def test_a_misspelt_search_says_what_it_shows(visit):
    page = visit()
    page.goto("/sessions/?q=pyhton")
    expect(page.locator(".results-note")).to_contain_text("Showing results for python.")
    page.get_by_role("link", name="Search instead for pyhton").click()
    expect(page.get_by_role("link", name="Ask for this session")).to_be_visible()
