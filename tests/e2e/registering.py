"""Signing up in a browser: what more than one journey needs."""

import re

PASSWORD = "seven-quiet-otters-42"


def sign_up(page, name, email):
    """Walk a learner's wizard from its first step to the login page."""
    page.get_by_label("I want to learn").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Full name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    for place in ("profile", "confirm"):
        page.get_by_role("button", name="Next").click()
        page.wait_for_url(f"**/register/{place}/")
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/login/?registered=1*")


def confirm_address(product, page, email):
    """Open the link of the newest mail to this address, as its owner would."""
    mails = sorted((product.var / "mail").rglob("*"), key=lambda path: path.stat().st_mtime)
    found = [text for path in mails if path.is_file() and email in (text := path.read_text())]
    link = re.search(r"http://\S+/accounts/confirm-email/\S+", found[-1]).group()
    page.goto(link)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/login/**")
