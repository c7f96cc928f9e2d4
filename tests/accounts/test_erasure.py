"""Leaving for good: asked, refused, taken back, put off, carried out."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms.models import MentorPage
from learning.models import Booking, Learner, Mentor, Skill
from learning.services import attendance, closing, leaving, reviews, sessions
from live.models import ChatMessage, Room
from peerlearn.accounts import step_up, tasks
from peerlearn.accounts.enums import ErasureState, Role
from peerlearn.accounts.models import AuditEvent, DataExport, Erasure, RefreshFamily, User
from peerlearn.accounts.services import two_factor
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.accounts.test_devices import api_login, logged_in
from tests.accounts.test_picture import drawn, sent
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db

DELETE = "/profile/privacy/delete/"
EMAIL = "asha@example.test"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    return tmp_path


@pytest.fixture
def user():
    return make.person("Asha Raman", email=EMAIL, time_zone="Asia/Kolkata")


@pytest.fixture
def client(user):
    return logged_in(user)


def text(answer):
    return " ".join(answer.content.decode().split())


def ask(client):
    return client.post(DELETE, {"password": make.PASSWORD}, follow=True)


def later(days, run):
    """Run the sweep so many days from now, its mails and files included."""
    with travel(now() + timedelta(days=days, minutes=1)):
        run(tasks.sweep_erasures)


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    def committed(task):
        with django_capture_on_commit_callbacks(execute=True):
            task()

    return committed


def test_asking_needs_the_password_and_tells_by_mail(
    client, user, django_capture_on_commit_callbacks
):
    wrong = client.post(DELETE, {"password": "not it"})
    assert (wrong.status_code, Erasure.objects.count()) == (400, 0)
    with django_capture_on_commit_callbacks(execute=True):
        page = text(ask(client))
    assert "Your account is going to be deleted on" in page
    assert mail.outbox[-1].to == [EMAIL]
    assert "/profile/privacy/" in mail.outbox[-1].body
    assert AuditEvent.objects.filter(action="erasure_asked", subject=user).count() == 1
    assert client.get("/learner/dashboard/").status_code == 200


def test_nobody_who_left_the_machine_open_loses_the_account(client):
    with travel(now() + timedelta(seconds=step_up.SECONDS + 5)):
        assert client.get(DELETE).url.startswith("/accounts/reauthenticate/")
        assert client.post(DELETE, {"password": make.PASSWORD}).status_code == 302
    assert not Erasure.objects.exists()


def test_within_the_days_of_grace_it_is_taken_back(client, user, run):
    ask(client)
    assert "Your account is going to be deleted" in text(client.get("/profile/"))
    page = text(client.post("/profile/privacy/keep/", follow=True))
    assert "Your account stays." in page
    assert "going to be deleted on" not in page
    later(15, run)
    user.refresh_from_db()
    assert user.email == EMAIL
    again = client.post("/profile/privacy/keep/", follow=True)
    assert "not going to be deleted" in text(again)


def test_before_the_day_nothing_is_deleted(client, user, run):
    ask(client)
    later(13, run)
    user.refresh_from_db()
    assert user.is_active


def test_what_others_count_on_is_in_the_way_and_said(client, user):
    make.seat(make.session(price=0), user)
    page = text(client.get(DELETE))
    assert "You have a seat in 1 session to come" in page
    assert 'name="password"' not in page
    ask(client)
    assert not Erasure.objects.exists()


def test_a_mentor_holds_or_cancels_what_is_announced_first():
    mentor = make.mentor()
    session = make.session(by=mentor)
    client = logged_in(mentor.user)
    assert "You teach 1 session to come" in text(ask(client))
    closing.cancel(session_id=session.pk, actor=mentor.user, reason="Leaving.")
    assert "going to be deleted on" in text(ask(client))


def test_staff_are_refused():
    staff = make.person()
    User.objects.filter(pk=staff.pk).update(is_superuser=True)
    client = Client()
    client.force_login(staff)
    ask(client)
    assert not Erasure.objects.exists()


def test_what_comes_in_the_way_meanwhile_puts_it_off_a_day_at_a_time(client, user, run):
    ask(client)
    booking = make.seat(make.session(price=0, starts_in=60 * 24 * 20), user)
    later(14, run)
    erasure = Erasure.objects.get()
    assert erasure.state == ErasureState.WAITING
    assert "You have a seat" in erasure.put_off_why
    assert timedelta(days=14) < erasure.due_at - erasure.asked_at < timedelta(days=16)
    assert "It was put off" in text(client.get("/profile/"))
    leaving.cancel(booking_id=booking.pk, actor=user, expected=0)
    later(16, run)
    assert Erasure.objects.get().state == ErasureState.DONE


def lived_in(client, user):
    """Leave traces everywhere."""
    client.post("/profile/picture/", {"picture": sent(drawn())})
    client.post("/profile/info/", {"name": "Asha Raman", "languages": ["Hindi"]})
    client.post("/profile/payment/", {"method": "upi"})
    skill = Skill.objects.create(name="Go", slug="go", domain=make.domain())
    client.post("/profile/interests/", {"about": "I am Asha.", "interests": [skill.slug]})
    session = make.session(price=0, starts_in=8)
    booking = make.seat(session, user)
    mentor = session.mentor
    sessions.start(session_id=session.pk, actor=mentor.user)
    attendance.joined(session_id=session.pk, user_id=user.pk)
    room = Room.objects.get_or_create(session=session)[0]
    ChatMessage.objects.create(
        room=room, sender=user, client_id="a", seq=1, text="My number is 98765."
    )
    closing.end(session_id=session.pk, actor=mentor.user)
    reviews.post(booking_id=booking.pk, actor=user, rating=5, comment="Clear.")
    client.post("/profile/privacy/export/")
    tasks.make_export(DataExport.objects.get().pk)
    two_factor.begin(user=user)
    return mentor


def test_after_two_weeks_nothing_tells_who_it_was(client, user, run, folders):
    phone, tokens = logged_in(user), api_login(user)
    mentor = lived_in(client, user)
    assert mentor.user.notices.filter(title__contains="Asha").exists()
    ask(client)
    mail.outbox.clear()
    later(14, run)

    assert [message.to for message in mail.outbox] == [[EMAIL]]
    assert "Your account is deleted" in mail.outbox[0].subject
    user = User.objects.get(pk=user.pk)
    assert (user.name, user.email) == ("Deleted person", f"erased+{user.pk}@erased.invalid")
    assert (user.standing, user.is_active, user.has_usable_password()) == ("erased", False, False)
    assert (user.time_zone, user.languages, user.avatar.name) == ("", [], "")
    assert not [path for path in folders.rglob("*") if path.suffix in (".webp", ".zip")]
    for rows in (EmailAddress, UserSession, RefreshFamily, DataExport):
        assert not rows.objects.filter(user=user).exists()
    assert not two_factor.has_second_factor(user)
    assert not user.notices.exists()
    assert not hasattr(user, "payment_preference")
    assert ChatMessage.objects.get().text == "…"
    learner = Learner.objects.get(user=user)
    assert (learner.about, learner.interests.count()) == ("", 0)
    assert Booking.objects.filter(learner=user).exists()
    assert not mentor.user.notices.filter(title__contains="Asha").exists()
    page = text(Client().get(mentor.get_absolute_url()))
    assert "Clear." in page
    assert "Asha" not in page
    for one in (client, phone):
        assert one.get("/profile/").status_code == 302
    bearer = {"Authorization": f"Bearer {tokens['access']}"}
    assert Client().get("/api/auth/me/", headers=bearer).status_code == 401
    assert AuditEvent.objects.filter(action="account_erased", subject=user).count() == 1


def test_the_address_is_free_to_sign_up_again(client, user, run):
    ask(client)
    later(14, run)
    login = Client().post("/login/", {"login": EMAIL, "password": make.PASSWORD})
    assert login.status_code == 200
    assert "Invalid credentials" in text(login)
    again = make.person("Asha Raman", email=EMAIL)
    assert again.pk != user.pk
    assert logged_in(again).get("/profile/").status_code == 200


def test_a_mentors_page_is_emptied_and_gone(run):
    mentor = make.mentor("Ravi Kumar", headline="Calm calculus", domains=[make.domain()])
    address = mentor.get_absolute_url()
    page = MentorPage.objects.get(mentor=mentor)
    page.biography = [("heading", "Born in Pune.")]
    page.save_revision()
    page.save()
    client = logged_in(mentor.user)
    assert "ravi-kumar" in address
    ask(client)
    later(14, run)
    mentor = Mentor.objects.get(pk=mentor.pk)
    assert (mentor.headline, mentor.slug) == ("", f"deleted-{mentor.pk}")
    page = MentorPage.objects.get(mentor=mentor)
    assert (page.live, page.headline, len(page.biography)) == (False, "", 0)
    assert (page.title, page.slug) == ("Deleted person", mentor.slug)
    assert not page.revisions.exists()
    for path in (address, mentor.get_absolute_url()):
        assert Client().get(path).status_code == 404
    assert mentor.user.has_role(Role.MENTOR) is False


def test_the_admins_history_forgets_the_name_and_what_was_set_there(client, user, run, folders):
    admin = Client()
    root = User.objects.create_superuser("root@example.test", make.PASSWORD, name="Root")
    log_in_verified(admin, root)
    form = {"email": EMAIL, "name": "Asha R.", "home_role": "learner", "time_zone": ""}
    admin.post(f"/admin/users/edit/{user.pk}/", form | {"password1": "", "password2": ""})
    UserProfile.objects.create(user=user, avatar=sent(drawn()))
    assert ModelLogEntry.objects.get(object_id=str(user.pk)).label == "Asha R."
    ask(client)
    later(14, run)
    assert ModelLogEntry.objects.get(object_id=str(user.pk)).label == "Deleted person"
    assert not UserProfile.objects.filter(user=user).exists()
    assert not [path for path in folders.rglob("*") if path.is_file()]


def test_the_sweep_goes_on_after_one_that_fails_and_twice_is_once(client, user, run, monkeypatch):
    ask(client)
    other = make.person()
    ask(logged_in(other))
    Erasure.objects.filter(user=user).update(due_at=now() - timedelta(days=1))
    # Somebody took the pseudonym's address: the first one can't be carried out.
    blocker = make.person(email=f"erased+{user.pk}@erased.invalid")
    later(14, run)
    states = dict(Erasure.objects.values_list("user_id", "state"))
    assert states == {user.pk: ErasureState.WAITING, other.pk: ErasureState.DONE}
    User.objects.filter(pk=blocker.pk).update(email="free@example.test")
    later(14, run)
    later(15, run)
    assert AuditEvent.objects.filter(action="account_erased").count() == 2


def test_who_came_without_a_password_can_leave_too(run):
    guest = make.person()
    guest.set_unusable_password()
    guest.save()
    client = Client()
    client.force_login(guest)
    assert 'name="password"' not in text(client.get(DELETE))
    assert "going to be deleted on" in text(client.post(DELETE, follow=True))
    later(14, run)
    assert Erasure.objects.get().state == ErasureState.DONE
