"""The admin of people and pages, opened by an administrator."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from cms.models import HomePage
from peerlearn.accounts.models import AuditEvent, User
from tests import factories
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")
    log_in_verified(client, user)
    return user


def person(**fields):
    return {
        "email": "New@Example.test",
        "name": "New Person",
        "home_role": "mentor",
        "time_zone": "Asia/Kolkata",
        "password1": factories.PASSWORD,
        "password2": factories.PASSWORD,
    } | fields


@pytest.mark.parametrize("path", ["/admin/dashboard", "/admin/dashboard/"])
def test_the_dashboards_address_leads_to_the_admins_first_page(client, admin, path):
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == "/admin/"


def test_people_can_be_listed_and_searched(client, admin):
    factories.person("Lena Fischer")
    html = client.get(reverse("wagtailusers_users:index"), {"q": "lena"}).content.decode()
    assert "Lena Fischer" in html


def test_an_administrator_adds_somebody_who_can_log_in(client, admin):
    url = reverse("wagtailusers_users:add")
    assert client.get(url).status_code == 200
    assert client.post(url, person()).status_code == 302
    made = User.objects.get(email="new@example.test")
    assert made.check_password(factories.PASSWORD)
    assert made.has_role("mentor")
    assert EmailAddress.objects.filter(user=made, verified=True, primary=True).exists()


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Base"}, {"email": "root@example.test"}, {"name": ""}]
)
def test_a_mistake_in_the_form_is_said_and_nothing_is_stored(client, admin, wrong):
    answer = client.post(reverse("wagtailusers_users:add"), person(**wrong))
    assert answer.status_code == 200
    assert User.objects.count() == 1


def test_an_administrator_changes_somebody_without_touching_the_password(client, admin):
    somebody = factories.person("Lena Fischer")
    url = reverse("wagtailusers_users:edit", args=[somebody.pk])
    assert client.get(url).status_code == 200
    data = person(home_role="staff", password1="", password2="")
    assert client.post(url, data).status_code == 302
    somebody.refresh_from_db()
    assert (somebody.email, somebody.is_staff) == ("new@example.test", True)
    assert somebody.check_password(factories.PASSWORD)


def test_the_old_address_hears_that_an_administrator_changed_it(
    client, admin, django_capture_on_commit_callbacks
):
    somebody = factories.person("Lena Fischer", email="old@example.test")
    url = reverse("wagtailusers_users:edit", args=[somebody.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, person(home_role="learner", password1="", password2=""))
    assert [(sent.to, "new@example.test" in sent.body) for sent in mail.outbox] == [
        (["old@example.test"], True)
    ]
    event = AuditEvent.objects.get(action="email_changed")
    assert (event.actor, event.subject) == (admin, somebody)


def test_an_editor_opens_every_page(client, admin):
    factories.mentor()
    home = HomePage.objects.get()
    for page in [home, *home.get_descendants()]:
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["mentor_chooser", "session_chooser"])
def test_an_editor_can_choose_what_stands_in_a_carousel(client, admin, name):
    factories.session(title="Rust")
    assert client.get(reverse(f"{name}:choose")).status_code == 200


def test_search_engines_find_a_map_of_what_is_public(client):
    session = factories.session()
    draft = factories.draft()
    parts = [f"/sitemap-{name}-0.xml" for name in ("sessions", "mentors")]
    found = "".join(client.get(part).content.decode() for part in parts)
    assert session.get_absolute_url() in found
    assert session.mentor.get_absolute_url() in found
    assert draft.get_absolute_url() not in found
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in robots
    assert "Sitemap: http" in robots
