"""Every link on every page leads somewhere, for whoever sees it."""

import re
from collections import deque

import pytest

from learning.services import attendance, closing, reviews, sessions
from peerlearn.accounts.enums import Role
from tests import factories as make

pytestmark = [pytest.mark.long, pytest.mark.django_db]

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#?]*)[^"]*"', re.IGNORECASE)
# The list of logins links the pages of every role.
ELSEWHERE = ("/dev/logins/", "/media/", "/static/", "/admin/", "mailto:", "http")
MOST = 150


@pytest.fixture
def house():
    """A mentor with a page, something to come, something taught and reviewed."""
    mentor = make.mentor("Asha Raman", domains=[make.domain()])
    make.session(by=mentor, starts_in=120)
    soon = make.session(by=mentor, starts_in=9, price=0)
    make.session(by=mentor, starts_in=600, price=0, capacity=1)
    make.draft(by=mentor, title="A draft")
    booking = make.seat(soon)
    sessions.start(session_id=soon.pk, actor=mentor.user)
    attendance.joined(session_id=soon.pk, user_id=booking.learner_id)
    closing.end(session_id=soon.pk, actor=mentor.user)
    reviews.post(booking_id=booking.pk, actor=booking.learner, rating=5, comment="Clear.")
    make.seat(make.session(by=mentor, starts_in=8, price=0, title="Next up"), booking.learner)
    return mentor, booking.learner


def crawl(client, start):
    """Follow links from `start`; return what did not answer 200, with where it was linked."""
    queue, seen, broken = deque([(start, "")]), {start}, []
    while queue and len(seen) < MOST:
        path, source = queue.popleft()
        answer = client.get(path, follow=True)
        if answer.status_code == 409 and path.startswith("/room/"):
            continue  # the door says when it opens
        if answer.status_code != 200:
            broken.append((path, answer.status_code, f"linked on {source}"))
            continue
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        for link in LINK.findall(answer.content.decode()):
            if link.startswith("/") and not link.startswith(ELSEWHERE) and link not in seen:
                seen.add(link)
                queue.append((link, path))
    return broken


def test_no_link_a_visitor_can_follow_is_broken(client, house):
    assert crawl(client, "/") == []


def test_no_link_a_learner_can_follow_is_broken(client, house):
    client.force_login(house[1])
    assert crawl(client, "/learner/dashboard/") == []


def test_no_link_a_mentor_can_follow_is_broken(client, house):
    assert house[0].user.has_role(Role.MENTOR)
    client.force_login(house[0].user)
    assert crawl(client, "/mentor/dashboard/") == []
