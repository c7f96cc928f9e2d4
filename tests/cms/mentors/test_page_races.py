"""Two tabs of a mentor at once, and news of the mentor while they write: nothing is lost unseen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.mentors import drafts
from peerlearn.accounts.services import people
from tests.cms.mentors.steps import page_of
from tests.learning.services.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)


def write(mentor, base, headline):
    changes = drafts.Changes(headline=headline, texts=["I bake."])
    return drafts.save(user=mentor.user, base=base, changes=changes).draft_title


@pytest.mark.parametrize("first", [True, False])
def test_of_tabs_that_save_at_once_one_wins_and_the_others_are_told(mentor, first):
    if not first:
        write(mentor, None, "Before")
    base = page_of(mentor).latest_revision_id
    tabs = [lambda n=n: write(mentor, base, f"Tab {n}") for n in range(4)]
    answers = race(tabs)
    assert sorted(answers) == ["Asha Raman", *["changed_meanwhile"] * 3]
    assert page_of(mentor).revisions.count() == (1 if first else 2)


def test_news_of_the_mentor_never_write_over_a_version_saved_meanwhile(mentor):
    write(mentor, None, "Handed in")
    with CaptureQueriesContext(connection) as said:
        people.update_info(user=mentor.user, name="Asha Menon", languages=[])
    pages = [
        one["sql"]
        for one in said
        if one["sql"].startswith(('UPDATE "wagtailcore_page"', 'UPDATE "cms_mentorpage"'))
    ]
    assert any("Asha Menon" in sql for sql in pages)
    assert [sql for sql in pages if "revision" in sql or "biography" in sql] == []
    assert page_of(mentor).title == "Asha Menon"
