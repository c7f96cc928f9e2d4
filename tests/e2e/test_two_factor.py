"""Two-factor login in a browser: set up, lost phone, trusted device, and staff."""

import base64

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from peerlearn.operations.demo_logins import PASSWORD
from tests.e2e.looks import check_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MENTOR = "mentor4@peerlearn.test"
ADMIN = "admin@peerlearn.test"


def give_password(page, email):
    page.goto("/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()


def give_code(page, code, button):
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name=button, exact=True).click()


def log_out(page):
    page.goto("/logout/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/")


def code_of(secret):
    return f"{totp(base64.b32decode(secret.replace(' ', ''))):06d}"


def test_a_mentor_sets_it_up_loses_the_phone_and_trusts_the_laptop(visit):
    page = visit(MENTOR, phone=True)
    page.goto("/two-factor/")
    check_page(page, "off")
    page.get_by_role("link", name="Set it up").click()
    check_page(page, "set-up")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    page.get_by_text("I can't scan it").click()
    give_code(page, code_of(page.locator(".secret").inner_text()), "Turn it on")
    expect(page.locator(".backup-codes code")).to_have_count(10)
    check_page(page, "backup codes")
    codes = page.locator(".backup-codes code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as a file").click()
    assert download.value.path().read_text().split() == codes

    log_out(page)
    give_password(page, MENTOR)
    page.wait_for_url("**/login/code/")
    check_page(page, "code at login")
    page.get_by_label("Don't ask for codes on this device").check()
    give_code(page, codes[0], "Log in")
    page.wait_for_url("**/mentor/dashboard/")

    log_out(page)
    give_password(page, MENTOR)
    page.wait_for_url("**/mentor/dashboard/")

    page.goto("/two-factor/")
    check_page(page, "on")
    expect(page.get_by_text("9 backup codes are left")).to_be_visible()
    page.get_by_role("button", name="Turn off two-factor login").click()
    page.wait_for_url("**/accounts/reauthenticate/**")
    check_page(page, "is it you")
    give_code(page, codes[1], "Confirm")
    page.wait_for_url("**/two-factor/")
    page.get_by_role("button", name="Turn off two-factor login").click()
    expect(page.get_by_text("Two-factor login is off.")).to_be_visible()


def test_the_administrator_gets_nowhere_without_the_code_of_the_dev_page(visit):
    page = visit()
    give_password(page, ADMIN)
    page.wait_for_url("**/login/code/")
    page.goto("/admin/")
    page.wait_for_url("**/login/code/")
    page.get_by_role("button", name="Log in as somebody else").click()
    page.wait_for_url("**/login/")
    page.goto("/admin/")
    page.wait_for_url(lambda url: "/login/?next=" in url)
    give_password(page, ADMIN)
    codes = visit()
    codes.goto("/dev/logins/")
    row = codes.get_by_role("row").filter(has_text=ADMIN)
    give_code(page, row.locator("code").nth(1).inner_text(), "Log in")
    page.wait_for_url("**/admin/")
