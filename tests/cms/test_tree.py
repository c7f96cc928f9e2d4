"""The pages that are there from the start, and the addresses other floors count on."""

import importlib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import ProtectedError
from wagtail.models import Page, Site

from cms.models import (
    ContactPage,
    ContentPage,
    HomePage,
    MentorIndexPage,
    MentorPage,
    SessionCataloguePage,
)
from cms.services import ensure_mentor_page
from learning.enums import Vetting
from learning.models import Mentor
from learning.services import mentors
from peerlearn.accounts.models import User
from peerlearn.common.errors import NotFound
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_database_has_the_whole_site():
    home = Site.objects.get(is_default_site=True).root_page.specific
    assert isinstance(home, HomePage)
    assert {page.slug: type(page.specific) for page in home.get_children().live()} == {
        "sessions": SessionCataloguePage,
        "mentors": MentorIndexPage,
        "about": ContentPage,
        "contact": ContactPage,
        "terms": ContentPage,
        "privacy": ContentPage,
    }


def test_the_tree_made_by_the_migration_is_sound():
    assert not any(Page.find_problems())
    call_command("fixtree", interactive=False)
    assert Page.objects.get(depth=1).get_descendants().count() == 7


@pytest.mark.parametrize("path", ["/", "/sessions/", "/mentors/", "/about/", "/contact/"])
def test_every_page_of_the_tree_answers(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/terms/", "/privacy/"])
def test_the_rules_have_real_words(client, path):
    assert len(client.get(path).content.decode().split("<article")[1]) > 500


@pytest.mark.parametrize(("files", "slides", "films"), [(180, 180, 90), (31, 42, 53)])
def test_the_rules_name_the_days_that_sweeps_keep(client, settings, files, slides, films):
    settings.CHAT_FILES_KEEP_DAYS = files
    settings.SLIDES_KEEP_DAYS = slides
    settings.RECORDING_KEEP_DAYS = films
    html = " ".join(client.get("/privacy/").content.decode().split())
    assert f"handed around in it for {files} days, slides for {slides} days after it" in html
    assert f"The recording of a session for {films} days" in html
    assert "_DAYS" not in html


def test_the_rules_of_an_older_site_come_to_name_the_settings(client, settings):
    told = importlib.import_module("cms.migrations.0012_privacy_of_recordings")
    names = importlib.import_module("cms.migrations.0013_privacy_by_settings")
    page = ContentPage.objects.get(slug="privacy")
    page.body = [("text", "".join(old for old, _new in told.SENTENCES))]
    page.save()
    told.tell(apps, None)
    names.name_settings(apps, None)
    settings.RECORDING_KEEP_DAYS = 53
    html = " ".join(client.get("/privacy/").content.decode().split())
    assert "handed around in it for 180 days, slides for 180 days after it" in html
    assert "The recording of a session for 53 days" in html


def test_a_session_lives_where_its_url_says(client):
    session = factories.session()
    answer = client.get(session.get_absolute_url())
    assert answer.status_code == 200
    assert f"<h1>{session.title}</h1>" in answer.content.decode()


def test_a_mentor_lives_where_their_url_says(client):
    mentor = factories.mentor("Asha Raman")
    page = MentorPage.objects.get(mentor=mentor)
    assert page.get_url() == mentor.get_absolute_url() == "/mentors/asha-raman/"
    assert "<h1>Asha Raman</h1>" in client.get(mentor.get_absolute_url()).content.decode()


def test_an_editor_cannot_move_the_indexes_to_another_address():
    for page in (MentorIndexPage.objects.get(), SessionCataloguePage.objects.get()):
        before = page.slug
        page.slug = "elsewhere"
        page.save()
        assert type(page).objects.get().slug == before


def test_an_editor_cannot_move_the_pages_of_the_footer():
    terms = ContentPage.objects.get(slug="terms")
    terms.slug = "rules"
    terms.save()
    assert ContentPage.objects.get(pk=terms.pk).slug == "terms"


def test_there_is_one_home_and_one_of_each_index():
    root = Page.objects.get(depth=1)
    assert not HomePage.can_create_at(root)
    home = HomePage.objects.get()
    assert not MentorIndexPage.can_create_at(home)
    assert not SessionCataloguePage.can_create_at(home)
    assert not MentorPage.can_create_at(MentorIndexPage.objects.get())
    assert ContentPage.can_create_at(home)


def test_a_mentor_who_is_not_approved_has_no_public_page(client):
    mentor = factories.mentor("Dana Draft", approved=False)
    assert not MentorPage.objects.get(mentor=mentor).live
    assert client.get(mentor.get_absolute_url()).status_code == 404
    mentors.approve(mentor_id=mentor.pk)
    assert client.get(mentor.get_absolute_url()).status_code == 200


def test_a_suspended_mentor_leaves_the_site(client):
    mentor = factories.mentor("Sam Suspended")
    Mentor.objects.filter(pk=mentor.pk).update(vetting=Vetting.SUSPENDED)
    ensure_mentor_page(mentor_id=mentor.pk)
    assert client.get(mentor.get_absolute_url()).status_code == 404
    assert "Sam Suspended" not in client.get("/mentors/").content.decode()


def test_a_mentor_whose_account_is_closed_leaves_the_site_at_once(client):
    mentor = factories.mentor("Carla Closed")
    User.objects.filter(pk=mentor.user_id).update(is_active=False, standing="deactivated")
    assert client.get(mentor.get_absolute_url()).status_code == 404
    assert "Carla Closed" not in client.get("/mentors/").content.decode()


def test_nobody_books_with_a_mentor_whose_account_is_closed(client):
    session = factories.session(price=0)
    User.objects.filter(pk=session.mentor.user_id).update(is_active=False, standing="deactivated")
    assert client.get(session.get_absolute_url()).status_code == 404
    with pytest.raises(NotFound):
        factories.seat(session)


def test_publishing_a_mentors_page_approves_the_mentor(client):
    mentor = factories.mentor(approved=False)
    MentorPage.objects.get(mentor=mentor).save_revision().publish()
    mentor.refresh_from_db()
    assert mentor.vetting == Vetting.APPROVED
    assert client.get(mentor.get_absolute_url()).status_code == 200


def test_publishing_the_page_of_somebody_suspended_lets_nobody_back_in():
    mentor = factories.mentor()
    Mentor.objects.filter(pk=mentor.pk).update(vetting=Vetting.SUSPENDED)
    MentorPage.objects.get(mentor=mentor).save_revision().publish()
    mentor.refresh_from_db()
    assert mentor.vetting == Vetting.SUSPENDED
    assert not MentorPage.objects.get(mentor=mentor).live


def test_a_mentor_has_one_page_however_often_it_is_asked_for():
    mentor = factories.mentor("Asha Raman")
    first = ensure_mentor_page(mentor_id=mentor.pk, headline="I listen", biography="One.\n\nTwo.")
    again = ensure_mentor_page(mentor_id=mentor.pk)
    assert first.pk == again.pk
    assert again.headline == "I listen"
    assert [block.value.source for block in again.biography] == ["<p>One.</p>", "<p>Two.</p>"]
    assert MentorIndexPage.objects.get().numchild == 1


def test_a_mentor_cannot_be_deleted_from_under_their_page():
    mentor = factories.mentor()
    with pytest.raises(ProtectedError):
        mentor.delete()
