"""Following mentors: once each, only who is listed; who follows hears of new sessions once."""

from datetime import timedelta

import pytest

from learning.models import Follow, Mentor
from learning.services import follows, forgetting
from learning.tasks import tell_followers
from peerlearn.common.clock import now, travel
from peerlearn.notifications.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor():
    return make.mentor("Asha Raman")


@pytest.fixture
def learner():
    return make.person("Lena Fischer")


def press(client, mentor, on="1", **more):
    return client.post(f"/follow/{mentor.pk}/", {"on": on}, **more)


def test_following_twice_is_once_and_the_page_counts(client, mentor, learner):
    assert "Follow" in client.get(mentor.get_absolute_url()).content.decode()
    client.force_login(learner)
    assert press(client, mentor).url == mentor.get_absolute_url()
    assert press(client, mentor, headers={"X-Requested-With": "fetch"}).status_code == 204
    assert Follow.objects.count() == 1
    page = client.get(mentor.get_absolute_url())
    assert page.context["statistics"].followers == 1
    assert 'aria-pressed="true"' in page.content.decode()
    assert "Asha Raman" in client.get("/learner/following/").content.decode()
    press(client, mentor, "0")
    press(client, mentor, "0")
    assert not Follow.objects.exists()
    assert "You follow nobody yet" in client.get("/learner/following/").content.decode()


def test_the_number_on_a_kept_page_is_not_old(client, mentor, learner):
    assert client.get(mentor.get_absolute_url()).status_code == 200
    make.session(by=mentor)
    follows.follow(user=learner, mentor_id=mentor.pk)
    html = " ".join(client.get(mentor.get_absolute_url()).content.decode().split())
    assert '<dt>Followers</dt><dd class="num">1</dd>' in html.replace("> <", "><")


def test_strangers_log_in_first_and_come_back(client, mentor):
    html = client.get(mentor.get_absolute_url()).content.decode()
    assert f"/login/?next=%2Fmentors%2F{mentor.slug}%2F" in html
    assert press(client, mentor).url.startswith("/login/")


def test_nobody_follows_themselves_nor_somebody_not_listed(client, mentor):
    both = make.mentor("Both Sides")
    both.user.role_grants.create(role="learner")
    client.force_login(both.user)
    assert press(client, both).status_code == 400
    Mentor.objects.filter(pk=mentor.pk).update(vetting="suspended")
    assert press(client, mentor).status_code == 404
    assert client.post("/follow/999999/", {"on": "0"}).status_code == 404
    assert not Follow.objects.exists()


def test_followers_hear_of_a_new_session_once(mentor, learner):
    make.session(by=mentor, title="Before", starts_in=60)
    blocked = make.person()
    with travel(now() + timedelta(minutes=1)):
        follows.follow(user=learner, mentor_id=mentor.pk)
        follows.follow(user=blocked, mentor_id=mentor.pk)
        blocked.is_active, blocked.standing = False, "deactivated"
        blocked.save()
    with travel(now() + timedelta(minutes=2)):
        session = make.session(by=mentor, title="Rust tonight", starts_in=300)
        make.draft(by=mentor, title="Unsaid", starts_in=500)
        tell_followers()
        tell_followers()
    notices = Notice.objects.filter(kind="mentor_published")
    assert [(one.user, one.title, one.url) for one in notices] == [
        (learner, "Asha Raman offers: Rust tonight", session.get_absolute_url())
    ]


def test_who_is_forgotten_follows_nobody_and_is_followed_by_nobody(mentor, learner):
    follows.follow(user=learner, mentor_id=mentor.pk)
    forgetting.forget_person(user_id=learner.pk)
    assert not Follow.objects.exists()
    follows.follow(user=learner, mentor_id=mentor.pk)
    forgetting.forget_person(user_id=mentor.user_id)
    assert not Follow.objects.exists()
