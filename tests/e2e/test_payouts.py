"""A mentor asks for a payout on a phone and at a desk; the administrator pays it; pages follow."""

import json
import re
from binascii import unhexlify

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from tests.e2e.conftest import log_in
from tests.e2e.looks import check_variants, violations_in_dialog
from tests.e2e.test_two_factor import ADMIN, give_code, give_password
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

MADE = """
import json
from tests import factories
from tests.payments import earned
user = earned.mentor(123_400)
earned.bank(user)
print(json.dumps(user.email))
"""
PHONE_ADDED = """
from tests.support.otp import device_of
from peerlearn.accounts.models import User
print(device_of(User.objects.get(email="{email}")).secret)
"""


@pytest.fixture
def mentor(product):
    """The address of a mentor who may have ₹1,234 paid out."""
    return json.loads(product.run(MADE).strip().splitlines()[-1])


def pay(visit, reference):
    """Approve and pay as the administrator, in the admin."""
    page = visit()
    give_password(page, ADMIN)
    page.wait_for_url("**/login/code/")
    codes = visit()
    codes.goto("/dev/logins/")
    row = codes.get_by_role("row").filter(has_text=ADMIN)
    give_code(page, row.locator("code").nth(1).inner_text(), "Log in")
    page.wait_for_url("**/admin/**")
    page.goto("/admin/payouts/?state=requested")
    page.get_by_role("link", name=reference).click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_label("Bank's reference (UTR)").fill("HDFCN52026112199")
    page.get_by_role("button", name="Mark as paid").click()
    expect(page.get_by_text("The mentor was told").first).to_be_visible()


def test_a_payout_is_asked_for_on_a_phone_after_a_step_up_and_paid(product, visit, mentor):
    page = visit(phone=True, reduced_motion="reduce")
    page.expected_errors.append("400 (Bad Request)")  # an amount below the smallest
    log_in(page, mentor, PASSWORD)
    # Who has an authenticator app by now confirms with its code.
    secret = product.run(PHONE_ADDED.format(email=mentor)).strip().splitlines()[-1]
    page.goto("/mentor/earnings/")
    page.get_by_role("link", name="Request payout").click()
    page.wait_for_url("**/accounts/reauthenticate/**")
    give_code(page, f"{totp(unhexlify(secret)):06d}", "Confirm")
    page.wait_for_url("**/mentor/earnings/payout/")
    check_variants(page, "the form of a payout")
    page.get_by_label("Amount, in rupees").fill("499")
    page.get_by_role("button", name="Request payout").click()
    expect(page.get_by_text("A payout is ₹500 or more.").first).to_be_visible()
    page.get_by_label("Amount, in rupees").fill("1000")
    page.get_by_role("button", name="Request payout").click()
    page.wait_for_url("**/mentor/earnings/")
    row = page.locator("#payouts + .rows .row")
    expect(row).to_contain_text("Requested")
    expect(page.locator("#available + p")).to_have_text("₹234")
    reference = re.search(r"PLP-\d+", row.inner_text()).group()

    pay(visit, reference)
    # Nobody has touched the page meanwhile.
    expect(row).to_contain_text("HDFCN52026112199")
    expect(row).to_contain_text("Paid")
    check_variants(page, "earnings with a payout")


def test_at_a_desk_a_dialog_asks_and_what_was_asked_for_can_be_taken_back(visit, mentor):
    page = visit()
    log_in(page, mentor, PASSWORD)
    page.goto("/mentor/earnings/")
    page.get_by_role("link", name="Request payout").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Amount, in rupees")).to_have_value("1234")
    assert violations_in_dialog(page) == []
    dialog.get_by_label("Amount, in rupees").fill("600.50")
    dialog.get_by_role("button", name="Request payout").click()
    row = page.locator("#payouts + .rows .row")
    expect(row).to_contain_text("₹600.50")
    row.get_by_role("button", name="Cancel it").click()
    expect(page.locator("#available + p")).to_have_text("₹1,234")
    expect(row).to_contain_text("Cancelled")


def test_an_account_is_named_with_the_keyboard_and_shown_by_its_last_four(visit, mentor):
    page = visit(reduced_motion="reduce")
    page.expected_errors.append("400 (Bad Request)")  # what is no address
    log_in(page, mentor, PASSWORD)
    page.goto("/mentor/earnings/methods/")
    check_variants(page, "accounts")
    page.get_by_role("link", name="Add a UPI address").click()
    page.get_by_label("Name of the holder").fill("Asha Raman")
    page.keyboard.press("Tab")
    page.keyboard.type("no address")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A UPI address looks like name@bank.").first).to_be_visible()
    check_variants(page, "a refused account")
    page.get_by_label("UPI address").fill("asha@okaxis")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mentor/earnings/methods/")
    expect(page.get_by_text("a••••@okaxis")).to_be_visible()
    assert "asha@okaxis" not in page.content()
