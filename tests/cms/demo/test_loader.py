"""The demo as it stands after loading, after loading twice, and a day later."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from cms.demo import library, loader, people
from cms.demo.topup import walkable
from cms.models import MentorPage
from learning.enums import BookingState, SessionKind, SessionState, Vetting
from learning.models import Booking, Mentor, Review, Session, SessionRequest
from learning.queries import sessions as session_queries
from peerlearn.accounts.models import User
from peerlearn.common import clock
from peerlearn.operations import demo_logins

pytestmark = pytest.mark.long


def silent(text):
    """Nobody listens."""


def attended():
    live = Session.objects.filter(state=SessionState.LIVE, ends_at__gt=clock.now())
    return live.filter(bookings__first_joined_at__isnull=False).distinct()


def within_the_hour():
    moment = clock.now()
    return session_queries.visible().filter(
        state=SessionState.SCHEDULED, starts_at__range=(moment, moment + timedelta(hours=1))
    )


def test_loading_makes_the_people_and_240_sessions_and_more(demo):
    assert demo.planned == 240
    assert Mentor.objects.filter(vetting=Vetting.APPROVED).count() == 40
    assert User.objects.filter(learner__isnull=False).count() == 60
    states = Counter(Session.objects.values_list("state", flat=True))
    assert min(states[state] for state in SessionState) >= 2
    assert Session.objects.filter(kind=SessionKind.PRIVATE).exists()
    assert any(session.seats_left == 0 for session in session_queries.visible())
    assert SessionRequest.objects.count() >= 10


def test_every_mentor_has_a_portrait_of_their_own_and_reviews(demo):
    avatars = {mentor.user.avatar.name for mentor in Mentor.objects.select_related("user")}
    assert len(avatars) == 40
    assert "" not in avatars
    assert not Mentor.objects.filter(rating_count=0).exists()
    assert Review.objects.count() > 180
    assert Review.objects.exclude(booking__state=BookingState.COMPLETED).count() == 0


def test_pages_show_what_a_biography_can_do_and_one_has_a_film(demo, client):
    pages = MentorPage.objects.all()
    told = [{block.block_type for block in page.biography} for page in pages]
    assert len([kinds for kinds in told if kinds >= {"heading", "paragraph", "quote"}]) >= 6
    (page,) = [page for page in pages if page.film]
    answer = client.get(page.mentor.get_absolute_url())
    html = answer.content.decode()
    assert f'src="{page.film.file.url}"' in html
    assert 'poster="' in html
    assert page.links
    assert page.links[0].value in html


def test_every_mentor_has_a_page_with_a_biography(demo, client):
    pages = MentorPage.objects.filter(live=True).exclude(headline="")
    assert len([page for page in pages if page.biography]) == 40
    answer = client.get("/mentors/asha-raman/")
    assert answer.status_code == 200
    assert "Tiruchirappalli" in answer.content.decode()


def test_sessions_have_a_cover_and_a_curriculum(demo):
    assert not Session.objects.filter(cover="").exists()
    assert not Session.objects.filter(curriculum__isnull=True).exists()


def test_two_sessions_run_with_people_in_them_and_some_start_soon(demo):
    assert attended().count() == 2
    assert walkable(free=False).mentor.user.email == "mentor@peerlearn.test"
    assert walkable(free=True).mentor.user.email == "mentor2@peerlearn.test"
    assert within_the_hour().count() >= 6


def test_nobody_sits_or_teaches_in_two_places_at_once(demo):
    for session in attended():
        others = Session.objects.filter(
            mentor=session.mentor,
            starts_at__lt=session.ends_at,
            ends_at__gt=session.starts_at,
        )
        assert list(others) == [session]


def test_every_paid_seat_was_paid_at_the_gateway_and_the_ledger_adds_up(demo):
    sold = Booking.objects.exclude(price=0)
    assert sold.count() > 120
    assert not sold.exclude(order__state="paid").exists()
    assert not sold.filter(state=BookingState.HELD).exists()
    out = StringIO()
    call_command("check_ledger", stdout=out)
    assert "adds up" in out.getvalue()


def test_a_payment_is_as_old_as_its_booking(demo):
    for booking in Booking.objects.exclude(price=0).select_related("order"):
        assert booking.created_at <= booking.order.paid_at
        assert booking.order.paid_at - booking.created_at < timedelta(minutes=1)


def test_loading_again_changes_nothing(demo):
    before = [model.objects.count() for model in (User, Session, Booking, Review, SessionRequest)]
    again = loader.load(silent)
    assert (again.planned, again.added) == (0, [])
    after = [model.objects.count() for model in (User, Session, Booking, Review, SessionRequest)]
    assert after == before


def test_an_interrupted_load_goes_on_where_it_stopped(demo):
    lost = Session.objects.filter(state=SessionState.DRAFT)
    gone = lost.count()
    for session in lost:
        session.curriculum.all().delete()
        session.delete()
    assert loader.load(silent).planned == gone


def test_a_day_later_the_top_up_adds_and_moves_nothing(demo):
    before = dict(Session.objects.values_list("pk", "starts_at"))
    with clock.travel(clock.now() + timedelta(days=1)):
        added = loader.load(silent).added
        assert attended().count() == 2
        assert walkable(free=False)
        assert walkable(free=True)
        assert within_the_hour().count() >= 6
    after = dict(Session.objects.values_list("pk", "starts_at"))
    assert {pk: after[pk] for pk in before} == before
    assert set(after) - set(before) == {session.pk for session in added}


def test_what_was_due_while_the_site_slept_was_taught(demo):
    with clock.travel(clock.now() + timedelta(hours=5)):
        loader.load(silent)
        late = Session.objects.filter(
            state__in=session_queries.OPEN_STATES, ends_at__lt=clock.now()
        )
        assert not late.exists()
    assert not Booking.objects.filter(state=BookingState.NO_SHOW_MENTOR).exists()


def test_a_session_that_a_real_person_booked_is_left_to_the_sweep(demo):
    session = walkable(free=True)
    person = people.create_person(email="real@example.org", name="Real", password=None)
    booking = Booking.objects.create(
        session=session, learner=person, price=0, state=BookingState.CONFIRMED
    )
    with clock.travel(clock.now() + timedelta(hours=5)):
        loader.load(silent)
    session.refresh_from_db()
    booking.refresh_from_db()
    assert (session.state, booking.state) == (SessionState.SCHEDULED, BookingState.CONFIRMED)


def test_started_every_six_minutes_there_is_always_something_to_walk_through(demo):
    begun = clock.now()
    for minutes in range(0, 60, 6):
        with clock.travel(begun + timedelta(minutes=minutes)):
            loader.load(silent)
            assert walkable(free=False)
            assert walkable(free=True)


def test_it_is_a_mentor_of_the_printed_logins_who_starts_soon(demo):
    with clock.travel(clock.now() + timedelta(minutes=12)):
        loader.load(silent)
        soon = [walkable(free=False, fixed=True), walkable(free=True, fixed=True)]
    listed = {login["email"] for login in demo_logins.LOGINS}
    assert {session.mentor.user.email for session in soon} <= listed


def test_weeks_later_the_catalogue_is_not_empty(demo):
    with clock.travel(clock.now() + timedelta(days=40)):
        for _ in range(4):
            loader.load(silent)
        assert session_queries.visible().count() >= 60


def test_everybody_on_the_list_of_logins_can_log_in(demo):
    listed = {login["email"] for login in demo_logins.LOGINS}
    assert demo_logins.PASSWORD == people.PASSWORD
    found = User.objects.filter(email__in=listed, emailaddress__verified=True)
    assert {user.email for user in found if user.check_password(people.PASSWORD)} == listed
    assert User.objects.get(email=people.ADMIN).is_superuser
    editor = User.objects.get(email=people.EDITOR)
    assert editor.has_perm("wagtailadmin.access_admin")
    assert not editor.is_superuser


def test_the_first_mentors_of_the_pool_are_the_listed_ones(demo):
    listed = {login["email"] for login in demo_logins.LOGINS if login["role"] == "Mentor"}
    assert listed <= {mentor.email for mentor in library.mentors()}


def test_a_top_up_says_where_to_begin(demo):
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert "0 sessions of the plan, 0 around now" in out.getvalue()
    assert "by mentor@peerlearn.test" in out.getvalue()
    assert "by mentor2@peerlearn.test" in out.getvalue()
    assert f"Password of all: {demo_logins.PASSWORD}" in out.getvalue()
