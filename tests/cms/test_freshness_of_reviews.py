"""Kept pages hear of reviews: changed, taken back, hidden, shown again, answered."""

import pytest

from learning.services import moderation, reviews
from tests import factories
from tests.cms.heads import html

pytestmark = pytest.mark.django_db
WHY = "It tells where somebody lives."


@pytest.fixture(autouse=True)
def _kept(kept_pages):
    """Pages are kept in these tests."""


@pytest.fixture
def said(news):
    with news():
        review = factories.review(comment="Dense, in a good way.", rating=4)
        factories.review(by=review.mentor, comment="Another voice.", rating=2)
    return review


@pytest.fixture
def staff():
    return factories.verified(factories.moderator())


@pytest.fixture
def pages(client, said, news):
    """Return a function that reads the mentor's page and that of a session of theirs."""
    with news():
        session = factories.session(by=said.mentor)
    paths = (said.mentor.get_absolute_url(), session.get_absolute_url())

    def read():
        return [html(client, path) for path in paths]

    read()
    return read


def test_what_a_learner_changes_or_takes_back(pages, said, news):
    with news():
        reviews.edit(review_id=said.pk, actor=said.learner, rating=5, comment="Clear at last.")
    assert all("Clear at last." in page and "Dense" not in page for page in pages())
    assert all("3.5" in page for page in pages())
    with news():
        reviews.withdraw(review_id=said.pk, actor=said.learner)
    assert not any("Clear at last." in page for page in pages())
    assert all("Another voice." in page for page in pages())


def test_what_moderators_hide_and_show_again(pages, said, staff, news):
    assert all("Dense" in page for page in pages())
    with news():
        moderation.hide(review_id=said.pk, actor=staff, reason=WHY)
    assert not any("Dense" in page for page in pages())
    with news():
        moderation.show(review_id=said.pk, actor=staff, reason=WHY)
    assert all("Dense" in page for page in pages())


def test_what_a_mentor_answers_and_moderators_hide_of_it(pages, said, staff, news):
    teacher = said.mentor.user
    with news():
        reviews.reply(review_id=said.pk, actor=teacher, words="Thank you, Lena.")
    assert all("Thank you, Lena." in page for page in pages())
    with news():
        reviews.reply(review_id=said.pk, actor=teacher, words="Thank you so much.")
    assert all("so much" in page and "Lena." not in page for page in pages())
    with news():
        moderation.hide_reply(review_id=said.pk, actor=staff, reason=WHY)
    assert not any("so much" in page for page in pages())
