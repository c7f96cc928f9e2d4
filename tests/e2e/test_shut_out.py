"""Whose account closes is out of every page that is open, at once, and stands at the login."""

import pytest
import requests

from tests.e2e.conftest import log_in
from tests.e2e.rooms import at_the_door, go_in, make_class, until
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_a_closed_account_leaves_the_call_and_every_page_at_once(product, visit):
    lesson = make_class(product)
    email = lesson.learners[0]
    call = at_the_door(visit, lesson, email)
    go_in(call)
    page = visit()
    log_in(page, email, PASSWORD)
    with page.expect_websocket():
        page.goto("/learner/dashboard/")
    login = {"email": email, "password": PASSWORD}
    token = requests.post(f"{product.url}/api/auth/login/", json=login, timeout=10).json()
    bearer = {"Authorization": f"Bearer {token['access']}"}
    me = requests.get(f"{product.url}/api/auth/me/", headers=bearer, timeout=10).json()
    answer = requests.post(
        f"{product.url}/api/users/{me['id']}/deactivate/",
        json={"reason": "Enough."},
        headers=bearer,
        timeout=10,
    )
    assert answer.json() == {"standing": "deactivated"}
    for open_page, back in ((call, lesson.url), (page, "/learner/dashboard/")):
        until(open_page, "location.pathname === '/login/'")
        assert open_page.evaluate("new URLSearchParams(location.search).get('next')") == back
