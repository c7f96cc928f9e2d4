"""The running product answers, also to a browser."""

import pytest

from peerlearn.operations.demo_logins import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.smoke]


def test_the_landing_page_opens_without_a_script_error(product, visit):
    page = visit()
    answer = page.goto("/")
    assert answer.status == 200
    assert page.title()


def test_a_demo_learner_logs_in_and_lands_on_the_own_dashboard(visit):
    page = visit()
    page.goto("/login/")
    page.locator("input[name=login]").fill("learner@peerlearn.test")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url("**/learner/dashboard/")
