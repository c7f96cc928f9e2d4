"""People in the admin: who sees them, what is done to an account, and that it is noted."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from peerlearn.accounts.enums import Role, Standing
from peerlearn.accounts.models import AuditEvent, AuthenticatorApp, User
from peerlearn.accounts.services import standing
from tests import factories
from tests.support.otp import device_of, log_in_verified

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/users/"


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")
    log_in_verified(client, user)
    return user


@pytest.fixture
def moderator(client):
    user = factories.moderator(name="Mo Derator")
    log_in_verified(client, user)
    return user


def act(client, person, name, reason="Spam in three rooms."):
    return client.post(
        reverse("wagtailusers_users:act", args=[person.pk, name]), {"reason": reason}
    )


def form_of(person, **changes):
    return {
        "email": person.email,
        "name": person.name,
        "home_role": person.home_role,
        "time_zone": "",
        "password1": "",
        "password2": "",
    } | changes


def test_the_list_shows_roles_standing_and_rights(client, admin):
    learner = factories.person("Lena Fischer")
    standing.ban(actor=admin, user=learner, reason="Spam.")
    factories.moderator(name="Mo Derator")
    html = client.get(PEOPLE).content.decode()
    for words in ("Lena Fischer", "Learner", "Banned", "Moderators", "Administrator"):
        assert words in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("standing=banned", {"Bea Banned"}),
        ("role=mentor", {"Mia Mentor"}),
        ("standing=active&role=learner", {"Lea Learner"}),
    ],
)
def test_the_list_is_filtered_by_standing_and_role(client, admin, query, found):
    standing.ban(actor=admin, user=factories.person("Bea Banned"), reason="Spam.")
    factories.person("Mia Mentor", roles=(Role.MENTOR,))
    factories.person("Lea Learner")
    html = client.get(f"{PEOPLE}?{query}").content.decode()
    names = {"Bea Banned", "Mia Mentor", "Lea Learner"}
    assert {name for name in names if name in html} == found


@pytest.mark.parametrize("ordering", ["name", "-name", "email", "last_login"])
def test_the_list_can_be_sorted(client, admin, ordering):
    assert client.get(f"{PEOPLE}?ordering={ordering}").status_code == 200


def test_the_list_costs_the_same_however_many_there_are(client, admin):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PEOPLE).status_code == 200
        return len(asked)

    factories.person()
    cost()
    few = cost()
    for _ in range(8):
        factories.mentor()
    assert cost() == few


def test_a_moderator_sees_people_and_bans_one(client, moderator):
    person = factories.person("Lena Fischer")
    assert reverse("wagtailusers_users:act", args=[person.pk, "ban"]) in (
        client.get(PEOPLE).content.decode()
    )
    page = client.get(reverse("wagtailusers_users:act", args=[person.pk, "ban"]))
    assert "out of a running call" in page.content.decode()
    assert act(client, person, "ban").status_code == 302
    person.refresh_from_db()
    assert person.standing == Standing.BANNED
    event = AuditEvent.objects.get(action="account_banned")
    assert (event.actor, event.detail["reason"]) == (moderator, "Spam in three rooms.")


def test_the_banned_are_let_back_in(client, moderator):
    person = factories.person()
    act(client, person, "ban")
    assert act(client, person, "reactivate").status_code == 302
    assert User.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_without_a_reason_nothing_happens_and_the_form_says_so(client, moderator, reason):
    person = factories.person()
    answer = act(client, person, "deactivate", reason)
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert User.objects.get(pk=person.pk).is_active


def test_what_a_rule_refuses_is_said_on_the_page(client, moderator):
    answer = act(client, factories.editor(), "ban")
    assert "Only an administrator can do that to staff." in answer.content.decode()
    person = factories.person()
    act(client, person, "ban")
    assert "This account is banned already." in act(client, person, "ban").content.decode()


def test_a_moderator_changes_no_account_and_resets_no_second_factor(client, moderator):
    person = factories.person()
    edit = client.get(reverse("wagtailusers_users:edit", args=[person.pk]))
    assert edit.status_code == 302
    assert edit.url == reverse("wagtailadmin_home")
    assert act(client, person, "reset-two-factor").status_code == 403


def test_an_editor_sees_no_people(client):
    log_in_verified(client, factories.editor())
    person = factories.person()
    assert client.get(PEOPLE).status_code == 302
    assert act(client, person, "ban").status_code == 403
    assert User.objects.get(pk=person.pk).is_active


def test_an_administrator_without_a_second_factor_does_nothing_to_accounts(client):
    user = User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")
    client.force_login(user)
    person = factories.person()
    assert act(client, person, "ban").status_code in (302, 403)
    assert User.objects.get(pk=person.pk).is_active


def test_whoever_is_banned_or_let_back_in_gets_a_mail_without_the_reason(
    client, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    person = factories.person()
    for name in ("ban", "reactivate"):
        with django_capture_on_commit_callbacks(execute=True):
            act(client, person, name)
    subjects = [mail.subject for mail in mailoutbox]
    assert subjects == ["Your account is closed", "Your account is open again"]
    assert {mail.to[0] for mail in mailoutbox} == {person.email}
    assert not any("Spam" in mail.body for mail in mailoutbox)


def test_a_lost_second_factor_is_reset_told_and_noted(
    client, admin, mailoutbox, django_capture_on_commit_callbacks
):
    person = factories.person()
    assert "This account has no second factor." in (
        act(client, person, "reset-two-factor").content.decode()
    )
    device_of(person)
    with django_capture_on_commit_callbacks(execute=True):
        assert act(client, person, "reset-two-factor", "Phone in the sea.").status_code == 302
    assert [mail.to for mail in mailoutbox] == [[person.email]]
    assert not AuthenticatorApp.objects.filter(user=person).exists()
    event = AuditEvent.objects.get(action="two_factor_off")
    assert (event.actor, event.subject) == (admin, person)
    assert event.detail["reason"] == "Phone in the sea."


def test_nobody_acts_on_their_own_account_here(client, admin):
    device_of(admin)
    for name in ("ban", "reset-two-factor"):
        assert "Nobody can do that to themselves." in act(client, admin, name).content.decode()
    assert AuthenticatorApp.objects.filter(user=admin).exists()


def test_nobody_is_deleted_here(client, admin):
    person = factories.person()
    assert client.post(f"/admin/users/delete/{person.pk}/").status_code == 404
    assert not bulk_action_registry.get_bulk_actions_for_model("accounts", "user")
    assert client.post(f"/admin/bulk/accounts/user/delete/?id={person.pk}").status_code == 404
    page = client.get(reverse("wagtailusers_users:edit", args=[person.pk])).content.decode()
    assert "delete" not in page.lower()
    assert User.objects.filter(pk=person.pk).exists()


def test_the_edit_page_tells_how_an_account_stands_and_why(client, admin):
    person = factories.person()
    standing.ban(actor=admin, user=person, reason="Spam in three rooms.")
    page = client.get(reverse("wagtailusers_users:edit", args=[person.pk])).content.decode()
    assert "Banned" in page
    assert "Spam in three rooms." in page


def test_rights_given_are_noted_and_rights_taken_end_the_login(client, admin):
    person = factories.staff(name="Eddie")
    person.usersession_set.create(ip="192.0.2.1", session_key="k" * 32, user_agent="Firefox")
    url = reverse("wagtailusers_users:edit", args=[person.pk])
    group = Group.objects.get(name="Moderators")
    assert client.post(url, form_of(person, groups=[group.pk])).status_code == 302
    given = AuditEvent.objects.get(action="rights_changed")
    assert (given.actor, given.subject) == (admin, person)
    assert given.detail == {
        "before": {"superuser": False, "staff": True, "groups": []},
        "after": {"superuser": False, "staff": True, "groups": ["Moderators"]},
    }
    before = AuditEvent.objects.count()
    assert client.post(url, form_of(person, groups=[group.pk])).status_code == 302
    assert AuditEvent.objects.count() == before
    assert person.usersession_set.exists()
    assert client.post(url, form_of(person)).status_code == 302
    assert AuditEvent.objects.filter(action="rights_changed").count() == 2
    assert not person.usersession_set.exists()


def test_whoever_gets_a_group_is_staff_with_all_that_is_asked_of_staff(client, admin):
    person = factories.person()
    group = Group.objects.get(name="Editors")
    url = reverse("wagtailusers_users:edit", args=[person.pk])
    assert client.post(url, form_of(person, groups=[group.pk])).status_code == 302
    assert User.objects.get(pk=person.pk).is_staff


def test_a_password_set_by_an_administrator_is_noted_and_ends_logins(client, admin):
    person = factories.person()
    theirs = type(client)()
    theirs.post("/login/", {"login": person.email, "password": factories.PASSWORD})
    assert theirs.get("/profile/").status_code == 200
    new = {"password1": "a-brand-new-phrase", "password2": "a-brand-new-phrase"}
    url = reverse("wagtailusers_users:edit", args=[person.pk])
    assert client.post(url, form_of(person, **new)).status_code == 302
    assert AuditEvent.objects.filter(action="password_set", subject=person).exists()
    assert theirs.get("/profile/").status_code == 302


def test_somebody_added_with_rights_is_noted(client, admin):
    data = form_of(
        User(email="new@example.test", name="New", home_role="staff"),
        password1=factories.PASSWORD,
        password2=factories.PASSWORD,
        is_superuser="on",
    )
    assert client.post(reverse("wagtailusers_users:add"), data).status_code == 302
    event = AuditEvent.objects.get(action="rights_changed")
    assert event.subject.email == "new@example.test"
    assert event.detail["after"]["superuser"]
