"""Closing and opening accounts: who may, to whom, and what ends with it."""

import pytest

from peerlearn.accounts.enums import Standing
from peerlearn.accounts.models import AuditEvent, RefreshFamily, User
from peerlearn.accounts.services import access, standing
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")


@pytest.fixture
def moderator():
    return factories.moderator()


def log_in(client, user):
    answer = client.post("/login/", {"login": user.email, "password": factories.PASSWORD})
    assert answer.status_code == 302


def test_somebody_deactivates_themselves_and_is_logged_out_at_once(client):
    user = factories.person()
    log_in(client, user)
    assert client.get("/profile/").status_code == 200
    standing.deactivate(actor=user, user=user, reason="Done here.")
    assert client.get("/profile/").status_code == 302
    user.refresh_from_db()
    assert (user.standing, user.is_active) == (Standing.DEACTIVATED, False)


def test_the_banned_can_not_log_in_and_read_the_same_words(client, moderator):
    user = factories.person()
    standing.ban(actor=moderator, user=user, reason="Spam.")
    data = {"login": user.email, "password": factories.PASSWORD}
    assert "Invalid credentials" in client.post("/login/", data).content.decode()


def test_what_was_done_why_and_by_whom_is_in_the_audit_log(moderator):
    user = factories.person()
    standing.ban(actor=moderator, user=user, reason="  Spam.  ")
    event = AuditEvent.objects.get(action="account_banned")
    assert (event.actor, event.subject) == (moderator, user)
    assert event.detail == {"reason": "Spam.", "before": "active"}


def test_a_restored_account_works_again(client, moderator):
    user = factories.person()
    standing.ban(actor=moderator, user=user, reason="Spam.")
    standing.reactivate(actor=moderator, user=user, reason="A mix-up.")
    log_in(client, user)
    assert client.get("/profile/").status_code == 200


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_reason_of_some_length_is_asked_for(moderator, reason):
    user = factories.person()
    with pytest.raises(DomainError) as refused:
        standing.ban(actor=moderator, user=user, reason=reason)
    assert "reason" in refused.value.fields
    assert User.objects.get(pk=user.pk).is_active


@pytest.mark.parametrize("verb", [standing.ban, standing.reactivate])
def test_nobody_bans_or_reactivates_themselves(admin, verb):
    with pytest.raises(NotAllowed):
        verb(actor=admin, user=admin, reason="Why not.")


@pytest.mark.parametrize("who", ["learner", "mentor", "editor"])
def test_people_without_the_right_change_nobody_else(who):
    actor = {
        "learner": factories.person,
        "mentor": lambda: factories.mentor().user,
        "editor": factories.editor,
    }[who]()
    user = factories.person()
    with pytest.raises(NotAllowed):
        standing.deactivate(actor=actor, user=user, reason="I don't like them.")
    assert User.objects.get(pk=user.pk).is_active


def test_only_an_administrator_acts_on_staff(admin, moderator):
    other = factories.editor()
    with pytest.raises(NotAllowed, match="administrator"):
        standing.ban(actor=moderator, user=other, reason="A quarrel.")
    standing.ban(actor=admin, user=other, reason="Left the company.")
    assert not User.objects.get(pk=other.pk).is_active


def test_the_last_administrator_stays(admin):
    with pytest.raises(Conflict) as refused:
        standing.deactivate(actor=admin, user=admin, reason="Tired.")
    assert refused.value.code == "last_admin"
    User.objects.create_superuser("second@example.test", factories.PASSWORD, name="Second")
    standing.deactivate(actor=admin, user=admin, reason="Tired.")
    assert not User.objects.get(pk=admin.pk).is_active


def test_what_is_so_already_is_said_and_not_written_twice(moderator):
    user = factories.person()
    standing.ban(actor=moderator, user=user, reason="Spam.")
    with pytest.raises(Conflict) as refused:
        standing.ban(actor=moderator, user=user, reason="Spam.")
    assert refused.value.code == "already_so"
    with pytest.raises(Conflict) as refused:
        standing.deactivate(actor=moderator, user=user, reason="Spam.")
    assert refused.value.code == "illegal_move"
    assert AuditEvent.objects.filter(subject=user).count() == 1


def test_somebody_who_is_not_there_is_not_found(moderator):
    with pytest.raises(NotFound):
        standing.ban(actor=moderator, user=User(pk=9_999_999), reason="Spam.")


def test_the_logins_of_api_clients_end_with_the_rest():
    user, other = factories.person(), factories.person()
    mine, theirs = (
        RefreshFamily.objects.create(user=who, current_jti="j", expires_at=now())
        for who in (user, other)
    )
    access.end_access(user=user, why="password_changed")
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.revoked_at is not None, mine.revoked_why) == (True, "password_changed")
    assert theirs.revoked_at is None


def test_the_session_that_is_kept_goes_on_and_the_others_end(
    client, django_capture_on_commit_callbacks
):
    user = factories.person()
    log_in(client, user)
    here = client.session.session_key
    elsewhere = type(client)()
    log_in(elsewhere, user)
    with django_capture_on_commit_callbacks(execute=True):
        access.end_access(user=user, why="password_changed", keep_session=here)
    assert client.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302
