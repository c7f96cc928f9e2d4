"""The wizard without scripts: one account at the end, nothing lost on the way."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import MentorPage
from learning.enums import Vetting
from learning.hours import Stretch
from learning.models import Learner, Mentor, WeeklyHours
from peerlearn.accounts.enums import Role
from peerlearn.accounts.models import AuditEvent, User
from tests import factories as make
from tests.support.signing_up import (
    ADDRESS,
    INFO,
    TEACHING,
    WEEK,
    finish,
    start,
    walk_learner,
    walk_mentor,
)

pytestmark = pytest.mark.django_db


def hours(mentor):
    rows = WeeklyHours.objects.filter(mentor=mentor)
    return [Stretch(row.weekday, row.start_minute, row.end_minute) for row in rows]


def test_a_learner_signs_up_in_four_steps(client, skills):
    assert start(client).url == "/register/info/"
    assert client.post("/register/info/", INFO).url == "/register/profile/"
    answer = client.post("/register/profile/", {"interests": ["rust"]})
    assert answer.url == "/register/confirm/"
    html = client.get("/register/confirm/").content.decode()
    for words in ("Step 4 of 4", "Meera Iyer", ADDRESS, "Rust"):
        assert words in html
    assert finish(client).url == "/login/?registered=1"
    user = User.objects.get(email=ADDRESS)
    assert user.roles == {Role.LEARNER}
    assert user.check_password(make.PASSWORD)
    assert user.time_zone == "Asia/Kolkata"
    assert list(Learner.objects.get(user=user).interests.all()) == [skills["rust"]]
    assert not EmailAddress.objects.get(user=user).verified


def test_a_mentor_signs_up_in_five_steps_and_waits_for_approval(client, skills):
    profile = {"domains": ["music"], "skills": ["rust"]}
    assert walk_mentor(client, profile=profile).url == "/register/confirm/"
    html = client.get("/register/confirm/").content.decode()
    for words in ("Step 5 of 5", "₹450.50", "18:00–20:30", "22:00–24:00", "Europe/London"):
        assert words in html
    assert finish(client).url == "/login/?registered=1"
    mentor = Mentor.objects.get(user__email=ADDRESS)
    assert mentor.user.roles == {Role.MENTOR}
    assert (mentor.vetting, mentor.hourly_price) == (Vetting.PENDING, 45_050)
    assert mentor.headline == TEACHING["headline"]
    assert mentor.languages == mentor.user.languages == ["English", "Tamil"]
    assert mentor.user.time_zone == "Europe/London"
    assert {one.slug for one in mentor.domains.all()} == {"music", "programming"}
    assert hours(mentor) == [Stretch(0, 1080, 1230), Stretch(5, 540, 720), Stretch(5, 1320, 1440)]
    assert client.get(mentor.get_absolute_url()).status_code == 404


def test_the_answer_is_the_same_for_an_address_that_is_known(client):
    make.person(email=ADDRESS)
    walk_learner(client)
    assert finish(client).url == "/login/?registered=1"
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert not Learner.objects.exists()


@pytest.mark.parametrize("walk", [walk_learner, walk_mentor])
def test_a_known_address_costs_the_same_work_and_leaves_nothing(
    client, walk, django_capture_on_commit_callbacks
):
    make.person(email=ADDRESS)
    work = []
    for address in ("new@example.test", ADDRESS):
        walk(client, email=address)
        with (
            django_capture_on_commit_callbacks(execute=True),
            CaptureQueriesContext(connection) as statements,
        ):
            finish(client)
        work.append(len(statements))
    assert work[0] <= work[1] <= work[0] + 10
    assert [message.to for message in mail.outbox] == [["new@example.test"], [ADDRESS]]
    assert User.objects.count() == 2
    assert Learner.objects.count() + Mentor.objects.count() == 1
    assert MentorPage.objects.count() == Mentor.objects.count()
    assert AuditEvent.objects.filter(action="signed_up").count() == 1


def test_the_info_step_never_says_whether_an_address_is_known(client):
    make.person(email=ADDRESS)
    start(client)
    assert client.post("/register/info/", INFO).url == "/register/profile/"


def test_going_back_and_reloading_keep_every_answer(client, skills):
    walk_mentor(client, profile={"skills": ["tabla"]})
    client.get("/login/")
    for _ in range(2):
        info = client.get("/register/info/").content.decode()
        assert 'value="Meera Iyer"' in info
        assert f'value="{ADDRESS}"' in info
        assert make.PASSWORD not in info
        profile = client.get("/register/profile/").context["form"]
        assert profile["headline"].value() == TEACHING["headline"]
        assert profile["skills"].value() == ["tabla"]
        week = client.get("/register/availability/").context["form"]
        assert week["hours-5-1-from"].value() == "22:00"
    answer = client.post("/register/info/", INFO | {"password": "", "name": "Meera I."})
    assert answer.url == "/register/profile/"
    finish(client)
    user = User.objects.get(email=ADDRESS)
    assert (user.name, user.check_password(make.PASSWORD)) == ("Meera I.", True)


@pytest.mark.parametrize("role", ["learner", "mentor"])
def test_going_back_to_the_role_shows_the_choice(client, role):
    start(client, role)
    page = client.get("/register/")
    assert page.status_code == 200
    assert page.context["form"].initial["role"] == role


def test_back_keeps_even_what_is_not_right_yet(client):
    start(client, "mentor")
    client.post("/register/info/", INFO)
    answer = client.post("/register/profile/", {"headline": "Half a thou", "back": "1"})
    assert answer.url == "/register/info/"
    form = client.get("/register/profile/").context["form"]
    assert form["headline"].value() == "Half a thou"
    assert client.get("/register/availability/").url == "/register/profile/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("step", ["info", "profile", "availability", "confirm"])
def test_a_step_whose_turn_has_not_come_leads_to_the_first_unfinished(client, step, method):
    assert getattr(client, method)(f"/register/{step}/").url == "/register/"
    start(client)
    if step != "info":
        assert getattr(client, method)(f"/register/{step}/").url == "/register/info/"
    assert not User.objects.exists()


def test_a_learner_has_no_availability_step(client):
    walk_learner(client)
    assert client.post("/register/availability/", WEEK).url == "/register/confirm/"


def test_every_step_may_be_posted_twice_and_finish_too(client):
    walk_mentor(client)
    walk_mentor(client)
    assert finish(client).url == "/login/?registered=1"
    assert finish(client).url == "/login/?registered=1"
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert Mentor.objects.count() == 1


def test_a_finished_wizard_forgets_all_and_starts_afresh(client):
    walk_learner(client)
    finish(client)
    assert ADDRESS not in str(dict(client.session))
    assert client.get("/register/confirm/").url == "/register/"
    start(client)
    assert client.get("/register/info/").context["form"]["name"].value() is None


def test_a_mentor_may_still_become_a_learner(client, skills):
    walk_mentor(client, profile={"skills": ["tabla"]})
    assert start(client, "learner").url == "/register/info/"
    client.post("/register/profile/", {"interests": ["rust"]})
    assert start(client, "mentor").url == "/register/info/"
    assert client.get("/register/profile/").context["form"]["skills"].value() == ["tabla"]
    start(client, "learner")
    finish(client)
    assert User.objects.get(email=ADDRESS).roles == {Role.LEARNER}
    assert not Mentor.objects.exists()


def test_free_hours_are_allowed(client):
    walk_mentor(client, week={"price": "0"})
    assert "Free" in client.get("/register/confirm/").content.decode()
    finish(client)
    assert Mentor.objects.get().hourly_price == 0


def test_the_wizard_carries_on_to_where_somebody_wanted_to_go(client):
    assert client.get("/register/?next=/sessions/").context["form"]["next"].value() == "/sessions/"
    start(client, next="/book/7/?a=b&c=d")
    client.post("/register/info/", INFO)
    client.post("/register/profile/")
    target = "/login/?registered=1&next=%2Fbook%2F7%2F%3Fa%3Db%26c%3Dd"
    assert finish(client).url == target
    assert finish(client).url == target


def test_a_role_can_be_linked_to(client):
    assert client.get("/register/?role=mentor").context["form"]["role"].value() == "mentor"
    assert client.get("/register/?role=admin").context["form"]["role"].value() == ""


def test_somebody_who_is_logged_in_goes_home(client):
    client.force_login(make.person())
    assert client.get("/register/").url == "/go/"
    assert client.post("/register/", {"role": "mentor"}).url == "/go/"


def test_the_login_page_says_where_to_look(client):
    assert "Look into your mail" in client.get("/login/?registered=1").content.decode()
    assert "Look into your mail" not in client.get("/login/").content.decode()


def test_no_password_is_kept_in_the_session(client):
    start(client)
    client.post("/register/info/", INFO)
    assert make.PASSWORD not in str(dict(client.session))


def test_a_mail_goes_out_after_finish_and_not_before(client, django_capture_on_commit_callbacks):
    walk_learner(client)
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        finish(client)
    assert [message.to for message in mail.outbox] == [[ADDRESS]]


def test_the_hours_are_asked_for_in_the_zone_of_the_browser(client):
    start(client, "mentor")
    client.post("/register/info/", INFO | {"time_zone": "Asia/Calcutta"})
    client.post("/register/profile/", TEACHING)
    form = client.get("/register/availability/").context["form"]
    assert form["time_zone"].value() == "Asia/Kolkata"


@pytest.mark.parametrize("told", ["UTC", "Asia/Kolkata"])
def test_the_hours_open_in_the_zone_the_browser_tells(client, told):
    client.cookies["tz"] = told
    start(client, "mentor")
    client.post("/register/info/", INFO | {"time_zone": told})
    client.post("/register/profile/", TEACHING)
    page = client.get("/register/availability/").content.decode()
    assert f'<option value="{told}" selected>' in page
