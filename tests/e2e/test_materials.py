"""A learner with a seat takes a session's file home; others do not learn that it is there."""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import log_in
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WORDS = "The first of many notes."
MAKE = """
import json
from tests import factories
session = factories.session(
    by=factories.mentor("Karin Holm"), starts_in=600, price=0, capacity=3, title="Reading a chart"
)
seat = factories.seat(session)
print(json.dumps({"page": session.get_absolute_url(), "booking": seat.get_absolute_url(),
    "mentor": session.mentor.user.email, "edit": f"/mentor/sessions/{session.pk}/materials/",
    "with": seat.learner.email, "without": factories.person().email}))
"""


@pytest.mark.parametrize("phone", [True], ids=["phone"])
def test_who_has_a_seat_downloads_a_material_and_nobody_else(product, visit, phone):
    made = json.loads(product.run(MAKE).strip().splitlines()[-1])
    mentor, learner, other = visit(), visit(phone=phone), visit(phone=phone)
    log_in(learner, made["with"], PASSWORD)
    learner.goto("/learner/dashboard/")
    log_in(mentor, made["mentor"], PASSWORD)
    mentor.goto(made["edit"])
    note = {"name": "Notes.txt", "mimeType": "text/plain", "buffer": WORDS.encode()}
    mentor.locator("input[type=file]").set_input_files(note)
    mentor.get_by_role("button", name="Add").click()
    expect(mentor.get_by_role("link", name="Notes")).to_be_visible()

    # Told of it where they are, led to it, and given the file itself.
    expect(learner.get_by_text("New for your session: Reading a chart").first).to_be_attached()
    learner.goto("/learner/notifications/")
    learner.get_by_role("link", name="New for your session").first.click()
    learner.wait_for_url(f"**{made['booking']}")
    link = learner.get_by_role("link", name="Notes")
    with learner.expect_download() as taken:
        link.click()
    assert taken.value.path().read_text() == WORDS
    assert taken.value.suggested_filename == "Notes.txt"

    log_in(other, made["without"], PASSWORD)
    other.goto(made["page"])
    expect(other.get_by_text("1 file or link, for everybody with a seat.")).to_be_visible()
    expect(other.get_by_role("link", name="Notes")).to_have_count(0)
    other.expected_errors.append("404")
    refused = other.goto(link.get_attribute("href"))
    assert refused.status == 404
    assert WORDS not in other.content()
