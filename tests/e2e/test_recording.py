"""Two people record their call: asked, seen by both, taken back live, a film for them alone."""

import time
from io import BytesIO

import av
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import LATEST, log_in
from tests.e2e.rooms import at_the_door, from_more, go_in, make_class, sees, until
from tests.e2e.test_board import drag
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(200)]
EXPIRED = """
from datetime import timedelta
from live.models import Recording
from live.recording_links import Link, sign
from peerlearn.accounts.models import User
from peerlearn.common.clock import now, travel
made = Recording.objects.get(room__session_id={session})
with travel(now() - timedelta(hours=3)):
    learner = User.objects.get(email={email!r})
    print("/room/recording/%s/" % sign(Link({session}, made.pk, 1), user_id=learner.pk))
"""
STORED = """
from django.db.models import Sum
from live.models import RecordingPart
parts = RecordingPart.objects.filter(recording__room__session_id={session})
print(parts.aggregate(size=Sum("size"))["size"])
"""
# Notes how many bytes the browser's recorder gives out.
WEIGH = """() => {
  const start = MediaRecorder.prototype.start;
  const before = () => Number(sessionStorage.getItem("filmed") ?? 0);
  MediaRecorder.prototype.start = function (...how) {
    this.addEventListener("dataavailable", ({ data }) =>
      sessionStorage.setItem("filmed", before() + data.size),
    );
    return start.apply(this, how);
  };
}"""


@pytest.fixture
def met(product, visit):
    """Return (the class, the mentor's page, the learner's page): both in the call."""
    lesson = make_class(product)
    mentor = at_the_door(visit, lesson, lesson.mentor)
    go_in(mentor)
    mentor.locator("[data-start]").click()
    learner = at_the_door(visit, lesson, lesson.learners[0])
    go_in(learner)
    sees(mentor)
    return lesson, mentor, learner


def says(page, words):
    """Press a button of the dialog about recording."""
    page.locator("[data-rec-dialog]").get_by_role("button", name=words).click()


def both_see(pages, words):
    """Look for the mark that nobody may miss."""
    for page in pages:
        expect(page.locator("[data-rec-mark]")).to_be_visible()
        expect(page.locator("[data-rec-state]")).to_have_text(words)


def records(mentor, learner):
    """Let the mentor ask and the learner agree; returns once the first second is stored."""
    from_more(mentor, "Record")
    says(mentor, "Ask everybody")
    expect(learner.locator("[data-rec-title]")).to_have_text("May this session be recorded?")
    both_see((mentor, learner), "Asked to record")
    assert mentor.evaluate("window.__room.recorded") == 0
    says(learner, "Yes, record me")
    both_see((mentor, learner), "Recording")
    until(mentor, "window.__room.recorded >= 1")


def when_still(page):
    """Wait until what was recorded before a no is up; returns how many seconds that is."""
    last = -1
    while last != (sent := page.evaluate("window.__room.recorded")):
        last = sent
        page.wait_for_timeout(1500)
    return sent


def ends(mentor):
    """End the class for everybody and open its record."""
    mentor.get_by_role("button", name="End", exact=True).click()
    mentor.get_by_role("button", name="End for everybody").click()
    expect(mentor.get_by_role("heading", name="That was your session")).to_be_visible()


def film_of(page, lesson):
    """Wait for the film on the record page; returns its address."""
    end = time.monotonic() + LATEST
    film = page.locator(".record-film video")
    while not film.count():
        assert time.monotonic() < end, f"no film within {LATEST} s"
        page.wait_for_timeout(300)
        page.goto(f"{lesson.url}record/")
    return film.get_attribute("src")


def test_they_record_while_both_agree_and_the_film_is_theirs_alone(product, visit, met):
    lesson, mentor, learner = met
    began = time.monotonic()
    records(mentor, learner)
    mentor.expected_errors.append("409")  # the second that is on its way at the no is refused
    learner.locator("[data-rec-mark]").click()
    says(learner, "Take my consent back")
    both_see((mentor, learner), "Recording paused")
    sent = when_still(mentor)
    mentor.wait_for_timeout(1500)
    assert mentor.evaluate("window.__room.recorded") == sent, "nothing goes up after a no"

    mentor.locator("[data-rec-mark]").click()
    says(mentor, "Ask again")
    says(learner, "Yes, record me")
    both_see((mentor, learner), "Recording")
    until(mentor, "window.__room.recorded >= 2")
    ends(mentor)
    lasted = time.monotonic() - began
    link = film_of(learner, lesson)
    until(learner, "document.querySelector('.record-film video').readyState >= 1")
    seconds = learner.evaluate("document.querySelector('.record-film video').duration")
    # A second before the no and two after the second yes; not the pause between.
    assert 3 <= seconds < lasted - 1.5
    learner.evaluate("document.querySelector('.record-film video').play()")
    until(learner, "document.querySelector('.record-film video').currentTime > 0.2")

    stranger = visit()
    log_in(stranger, make_class(product).learners[0], PASSWORD)
    expired = product.run(EXPIRED.format(session=lesson.pk, email=lesson.learners[0])).strip()
    for page, address, status in (
        (learner, link, 200), (learner, expired, 410), (mentor, link, 404), (stranger, link, 404),
        (stranger, f"{lesson.url}record/", 403),
    ):  # fmt: skip
        assert page.context.request.get(address).status == status, (address, status)


def test_the_film_shows_the_board_and_misses_neither_a_lost_line_nor_the_last_second(product, met):
    lesson, mentor, learner = met
    mentor.evaluate(WEIGH)
    records(mentor, learner)
    began = time.monotonic()
    mentor.locator("[data-more-open]").click()
    mentor.locator("[data-board-open]").click()
    mentor.locator("[data-colour=red]").click()
    mentor.locator("[data-width='14']").click()
    drag(mentor, (200, 500), (1400, 500))
    sent = mentor.evaluate("window.__room.recorded")
    mentor.expected_errors += ["ERR_INTERNET_DISCONNECTED", "WebSocket"]
    mentor.context.set_offline(True)
    mentor.wait_for_timeout(2500)
    assert mentor.evaluate("window.__room.recorded") <= sent + 1
    mentor.context.set_offline(False)
    until(mentor, f"window.__room.recorded >= {sent} + 3")
    learner.wait_for_timeout(600)
    lasted = time.monotonic() - began
    ends(mentor)
    film = mentor.context.request.get(film_of(mentor, lesson)).body()
    with av.open(BytesIO(film)) as opened:
        length = opened.duration / 1_000_000
        pictures = list(opened.decode(video=0))
    # What was recorded before the first second was up is more.
    assert length > lasted + 1
    # A busy machine leaves out pictures; what the browser gave out is all there.
    filmed = mentor.evaluate("Number(sessionStorage.getItem('filmed'))")
    assert int(product.run(STORED.format(session=lesson.pk))) == filmed > 0
    last = pictures[-1].to_ndarray(format="rgb24")
    red, green, blue = (last[:550, :, colour].astype(int) for colour in range(3))
    line = (red > 140) & (green < 90) & (blue < 90)
    assert line.sum() > 2000, "the line on the board"
    assert (last[670:] > 200).all(axis=2).sum() > 100, "the names of the people"
    assert ((red > 240) & (green > 240) & (blue > 240)).mean() > 0.3, "its paper"
