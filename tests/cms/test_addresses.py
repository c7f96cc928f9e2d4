"""Other addresses of a page lead to the one that counts: for good, in one hop, never round."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.models import ContentPage, HomePage, MentorPage
from cms.seo.services import keep_address
from learning.models import Domain, Mentor, Session
from learning.signals import mentor_changed
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _committed(django_capture_on_commit_callbacks):
    """Wagtail notes old addresses when a change has committed."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def leads_to(client, path):
    """Return where an address leads, at once and for good; it must be a page."""
    answer = client.get(path)
    assert answer.status_code == 301, path
    target = answer.headers["Location"]
    assert client.get(target).status_code == 200
    return target


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/{pk}", "/sessions/{pk}/", "/sessions/{pk}/other-words/", "/SESSIONS/{pk}/Rust",
        "/sessions/{pk}/{slug}", "/sessions//{pk}/{slug}/", "/Sessions/{pk}/{slug}/",
        "/sessions/{pk}/{slug}//",
    ],
)  # fmt: skip
def test_every_other_address_of_a_session_leads_there_in_one_hop(client, path):
    session = factories.session()
    asked = path.format(pk=session.pk, slug=session.slug)
    assert leads_to(client, asked) == session.get_absolute_url()
    assert leads_to(client, f"{asked}?ref=1&x=%26") == f"{session.get_absolute_url()}?ref=1&x=%26"


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/Mentors/Asha-Raman/", "/mentors/asha-raman/"),
        ("/mentors/asha-raman", "/mentors/asha-raman/"),
        ("/mentors//asha-raman/", "/mentors/asha-raman/"),
        ("/sessions/topic/Programming", "/sessions/topic/programming/"),
        ("/Sessions/Topic/programming/", "/sessions/topic/programming/"),
        ("/SESSIONS", "/sessions/"),
        ("/sessions", "/sessions/"),
        ("/About//", "/about/"),
        ("/PRIVACY", "/privacy/"),
    ],
)
def test_case_and_slashes_do_not_matter(client, asked, target):
    factories.mentor("Asha Raman", domains=[factories.domain()])
    assert leads_to(client, asked) == target
    assert leads_to(client, f"{asked}?page=1") == f"{target}?page=1"


@pytest.mark.parametrize(
    "path",
    ["/mentors/Nobody/", "/Nowhere/", "/sessions/topic/Nothing/", "/API/nothing/", "/" + "a" * 400,
     "/sessions/999999/x", "/sessions/99999999999999999999/", "/%00/", "/Mentors/x\u202ey/"],
)  # fmt: skip
def test_what_means_no_page_is_not_found(client, path):
    assert client.get(path, follow=True).status_code == 404


def test_what_may_not_be_seen_is_not_given_away(client):
    draft, hidden = factories.draft(), factories.mentor("Dana Draft", approved=False)
    private = factories.session()
    Session.objects.filter(pk=private.pk).update(kind="private")
    for path in (f"/sessions/{draft.pk}", f"/sessions/{private.pk}", f"/Mentors/{hidden.slug}"):
        assert client.get(path, follow=True).status_code == 404


def test_no_address_leads_away_from_the_site(client):
    assert client.get("/", PATH_INFO="//evil.example/sessions/").status_code == 404


def rename(domain, slug):
    domain.slug = slug
    domain.save()


def test_a_renamed_topic_is_found_under_every_name_it_had_in_one_hop(client):
    domain = factories.domain("Music", "music")
    rename(domain, "sounds")
    rename(domain, "noise")
    assert leads_to(client, "/sessions/topic/music/") == "/sessions/topic/noise/"
    assert leads_to(client, "/sessions/topic/sounds/") == "/sessions/topic/noise/"
    assert leads_to(client, "/Sessions/Topic/MUSIC") == "/sessions/topic/noise/"


def test_a_topic_that_gets_its_first_name_back_does_not_lead_round(client):
    domain = factories.domain("Music", "music")
    rename(domain, "sounds")
    rename(domain, "music")
    assert client.get("/sessions/topic/music/").status_code == 200
    assert leads_to(client, "/sessions/topic/sounds/") == "/sessions/topic/music/"
    assert Redirect.objects.count() == 1


def test_a_topic_saved_without_a_new_name_leaves_no_trace():
    domain = factories.domain("Music", "music")
    domain.blurb = "Tabla and more."
    domain.save()
    Domain.objects.create(name="New", slug="new")
    assert not Redirect.objects.exists()


def move(mentor, slug):
    Mentor.objects.filter(pk=mentor.pk).update(slug=slug)
    mentor_changed.send(Mentor, mentor_id=mentor.pk)


def test_a_mentor_with_a_new_address_is_found_under_the_old_one(
    client, django_capture_on_commit_callbacks
):
    mentor = factories.mentor("Asha Raman")
    for slug in ("asha", "asha-the-great"):
        with django_capture_on_commit_callbacks(execute=True):
            move(mentor, slug)
    for old in ("asha-raman", "asha", "Asha-Raman"):
        assert leads_to(client, f"/mentors/{old}/") == "/mentors/asha-the-great/"


def test_a_mentor_who_takes_the_old_address_back_is_never_led_in_a_circle(
    client, django_capture_on_commit_callbacks
):
    mentor = factories.mentor("Asha Raman")
    for slug in ("asha", "asha-raman"):
        with django_capture_on_commit_callbacks(execute=True):
            move(mentor, slug)
    assert client.get("/mentors/asha-raman/").status_code == 200
    Mentor.objects.filter(pk=mentor.pk).update(vetting="suspended")
    assert client.get("/mentors/asha-raman/").status_code == 404


def test_a_page_of_text_with_a_new_address_is_found_under_the_old_one(
    client, django_capture_on_commit_callbacks
):
    page = ContentPage(title="Help", slug="help", body="<p>Ask.</p>")
    HomePage.objects.get().add_child(instance=page)
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "support"
        page.save()
    assert leads_to(client, "/help/") == "/support/"
    assert leads_to(client, "/Help") == "/support/"


def test_addresses_kept_by_hand_neither_chain_nor_turn_round():
    for old, new in (("/a/", "/b/"), ("/b/", "/c/"), ("/c/", "/a/")):
        keep_address(old=old, new=new)
    rows = dict(Redirect.objects.values_list("old_path", "redirect_link"))
    assert rows == {"/b": "/a/", "/c": "/a/"}


def test_a_search_for_an_address_writes_nothing(client, django_assert_max_num_queries):
    before = MentorPage.objects.count(), Redirect.objects.count()
    with django_assert_max_num_queries(8):
        assert client.get("/Nowhere/at/all/").status_code == 404
    assert before == (MentorPage.objects.count(), Redirect.objects.count())
