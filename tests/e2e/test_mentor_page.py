"""A mentor's page in browsers: written, read by a moderator, seen by visitors; and its film."""

import pytest
from playwright.sync_api import expect

from peerlearn.operations.demo_logins import PASSWORD
from tests.e2e.looks import check_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

MENTOR, MODERATOR = "mentor3@peerlearn.test", "editor@peerlearn.test"
PAGE = "/mentors/meera-nambiar/"
WITH_FILM = "/mentors/vikram-deshpande/"
WITHOUT_FILM = "/mentors/kenji-watanabe/"
# The code of a moment opens once: between two tests that log staff in, a new one has to come.
VERIFY = """
from peerlearn.accounts.models import AuthenticatorApp
AuthenticatorApp.objects.filter(user__email="{email}").update(last_step=-1)
"""
FILM_ELSEWHERE = """
from cms.models import MentorPage
page = MentorPage.objects.get(slug="kenji-watanabe")
page.film_url = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
page.save_revision().publish()
"""


@pytest.fixture
def moderator(visit, product):
    """A moderator who has given password and code, in the admin."""
    product.run(VERIFY.format(email=MODERATOR))
    codes = visit()
    codes.goto("/dev/logins/")
    row = codes.get_by_role("row").filter(has_text=MODERATOR)
    page = visit()
    page.goto("/login/")
    page.locator("input[name=login]").fill(MODERATOR)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()
    page.wait_for_url("**/login/code/")
    page.get_by_label("Code", exact=True).fill(row.locator("code").nth(1).inner_text())
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def hand_in(mentor, headline):
    mentor.goto("/mentor/profile/")
    mentor.get_by_label("Headline").fill(headline)
    mentor.get_by_role("button", name="Save Changes").click()
    expect(mentor.locator(".page-state .badge")).to_have_text("In review")


def open_review(moderator):
    """Go from the admin's first page to the version that waits."""
    moderator.goto("/admin/")
    moderator.get_by_role("link", name="Meera Nambiar").first.click()
    moderator.wait_for_url("**/admin/pages/**/edit/**")


def choose(moderator, action):
    moderator.get_by_role("button", name="Actions").last.click()
    moderator.get_by_role("button", name=action, exact=True).click()


def test_what_a_mentor_writes_is_sent_back_with_words_then_approved_and_live(visit, moderator):
    mentor, visitor = visit(MENTOR), visit()
    visitor.goto(PAGE)
    before = visitor.locator("h1 + .lead").inner_text()
    hand_in(mentor, "The best listener in the world")

    open_review(moderator)
    choose(moderator, "Request changes")
    moderator.locator(".modal textarea").fill("Say what learners can do afterwards.")
    moderator.locator(".modal form button[type=submit], .modal form input[type=submit]").click()
    expect(moderator.locator(".messages")).to_contain_text("Meera Nambiar")
    mentor.reload()
    expect(mentor.locator(".page-state .badge")).to_have_text("Changes requested")
    expect(mentor.locator(".page-state")).to_contain_text("Say what learners can do afterwards.")
    check_page(mentor, "changes requested")
    visitor.reload()
    expect(visitor.locator("h1 + .lead")).to_have_text(before)

    hand_in(mentor, "After an hour with me you ask, and then wait for the answer")
    open_review(moderator)
    choose(moderator, "Approve and Publish")
    expect(moderator.locator(".messages")).to_contain_text("Meera Nambiar")
    visitor.reload()
    expect(visitor.locator("h1 + .lead")).to_have_text(
        "After an hour with me you ask, and then wait for the answer"
    )
    mentor.goto("/mentor/profile/")
    expect(mentor.locator(".page-state .badge")).to_have_text("Live")
    mentor.goto("/mentor/notifications/")
    notices = mentor.locator("main")
    expect(notices).to_contain_text("live")
    expect(notices).to_contain_text("Say what learners can do afterwards.")


def test_a_film_that_was_sent_loads_and_plays_once_its_poster_is_pressed(visit):
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(WITH_FILM)
    film = page.locator("video.film")
    poster = film.get_attribute("poster")
    size = """address => { const one = new Image(); one.src = address;
                           return one.decode().then(() => one.naturalWidth); }"""
    assert page.evaluate(size, poster) > 300
    assert not [url for url in asked if url.endswith(".webm")]
    film.evaluate(
        """one => new Promise(done => {
            one.muted = true;
            one.addEventListener("timeupdate", () => one.currentTime > 0.2 && done());
            one.play();
        })"""
    )
    assert film.evaluate("one => one.duration") > 10
    assert [url for url in asked if url.endswith(".webm")]


def test_a_film_elsewhere_asks_nothing_of_them_until_its_poster_is_pressed(visit, product):
    product.run(FILM_ELSEWHERE)
    page = visit()
    asked = []
    player = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body="<!doctype html><p>player</p>")

    page.context.route("https://*.youtube-nocookie.com/**", answer)
    page.goto(WITHOUT_FILM)
    poster = page.locator("a.film")
    expect(poster).to_have_attribute("href", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    assert poster.locator("img").evaluate("one => one.decode().then(() => one.naturalWidth)") > 100
    assert asked == []
    check_page(page, "poster")
    poster.click()
    frame = page.locator("iframe.film")
    assert frame.get_attribute("src").startswith(player)
    expect(frame.content_frame.locator("p")).to_have_text("player")
    assert len(asked) == 1
