"""Kept pages through the front door: what editors and mentors publish is seen after a reload."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.models import ContentPage, HomePage, MentorPage
from learning.hours import Stretch
from learning.models import Domain
from learning.services import (
    availability,
    teaching,
)
from peerlearn.common.clock import now
from tests import factories
from tests.cms.heads import html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept(kept_pages):
    """Pages are kept in these tests."""


def test_what_editors_publish_is_seen(client, news):
    home, about = HomePage.objects.get(), ContentPage.objects.get(slug="about")
    html(client, "/")
    html(client, "/about/")
    home.hero_title, about.title = "Learn at night", "Who we are"
    with news():
        home.save_revision().publish()
        about.save_revision().publish()
    assert "Learn at night" in html(client, "/")
    assert "Who we are" in html(client, "/about/")
    with news():
        about.unpublish()
    assert client.get("/about/").status_code == 404


def test_a_mentors_new_words_are_seen_once_published(client, news):
    with news():
        mentor = factories.mentor(headline="I read your code aloud")
    path = mentor.get_absolute_url()
    assert "read your code" in html(client, path)
    page = MentorPage.objects.get(mentor=mentor)
    page.headline = "I whisper your code"
    with news():
        page.save_revision().publish()
    assert "I whisper" in html(client, path)


def test_the_way_to_free_times_comes_with_the_first_hours_and_goes_with_the_rules(client, news):
    with news():
        mentor = factories.mentor(domains=[factories.domain()])
    path = mentor.get_absolute_url()
    way = f'href="{path}times/"'
    assert way not in html(client, path)
    with news():
        week = [Stretch(0, 600, 660)]
        teaching.update_hours(user=mentor.user, week=week, time_zone="Asia/Kolkata")
    assert way in html(client, path)
    with news():
        availability.set_rules(user=mentor.user, bookable=False)
    assert way not in html(client, path)


def test_a_page_that_is_deleted_is_gone(client, news):
    parent = HomePage.objects.get()
    page = ContentPage(title="Jobs", slug="jobs")
    with news():
        parent.add_child(instance=page)
    assert "Jobs" in html(client, "/jobs/")
    with news():
        Page.objects.get(pk=page.pk).delete()
    assert client.get("/jobs/").status_code == 404


def test_topics_sites_and_redirects_are_heard(client, news):
    topic = factories.domain()
    path = topic.get_absolute_url()
    html(client, path)
    Domain.objects.filter(pk=topic.pk).update(name="not announced")
    assert "not announced" not in html(client, path)
    for change in (
        lambda: Site.objects.get().save(),
        lambda: Domain.objects.get(pk=topic.pk).save(),
        lambda: Redirect.objects.create(old_path="/old", redirect_link="/").delete(),
    ):
        name = f"Topic {now().timestamp()}"
        Domain.objects.filter(pk=topic.pk).update(name=name)
        assert name not in html(client, path)
        with news():
            change()
        assert name in html(client, path)
