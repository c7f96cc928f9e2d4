"""Who attended has it in writing, and anybody with the code can check it."""

from datetime import timedelta

import pytest

from learning.certificate_pdf import length_text, render
from learning.enums import BookingState
from learning.models import Booking, Certificate
from learning.queries.certificates import Facts
from learning.services import attendance, closing, sessions
from peerlearn.accounts.enums import Role, Standing
from peerlearn.accounts.models import User
from peerlearn.common.clock import now, travel
from peerlearn.common.lettering import types_for
from tests import factories as make

pytestmark = pytest.mark.django_db


def attended(user, minutes=60, **fields) -> Booking:
    """Let somebody sit in a session of an hour for so many minutes, and end it."""
    session = make.session(price=0, **fields)
    seat = make.seat(session, user)
    teacher = session.mentor.user
    with travel(session.starts_at):
        sessions.start(session_id=session.pk, actor=teacher)
        for person in (teacher, user):
            attendance.joined(session_id=session.pk, user_id=person.pk)
    with travel(session.starts_at + timedelta(minutes=60)):
        attendance.left(session_id=session.pk, user_id=user.pk, seconds=60 * minutes)
        closing.end(session_id=session.pk, actor=teacher)
    seat.refresh_from_db()
    return seat


@pytest.fixture
def learner():
    return make.person("Meera Iyer", time_zone="Asia/Kolkata")


def test_the_learner_gets_a_pdf_and_nobody_else(client, learner):
    seat = attended(learner)
    address = f"/bookings/{seat.pk}/certificate.pdf"
    assert client.get(address).status_code == 302
    for other in (make.person(), seat.session.mentor.user):
        client.force_login(other)
        assert client.get(address).status_code == 404
    client.force_login(learner)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "private" in answer["Cache-Control"]


def test_who_missed_it_or_has_it_before_them_gets_none(client, learner):
    missed = attended(learner, minutes=1)
    assert missed.state == BookingState.NO_SHOW_LEARNER
    coming = make.seat(make.session(price=0, starts_in=3000), learner)
    client.force_login(learner)
    for seat in (missed, coming):
        assert client.get(f"/bookings/{seat.pk}/certificate.pdf").status_code == 404
    assert not Certificate.objects.exists()


def test_anybody_with_the_code_reads_name_session_day_and_time_and_nothing_else(client, learner):
    seat = attended(learner, minutes=50, title="Rust in an hour")
    page = client.get(seat.certificate.get_absolute_url())
    text = page.content.decode()
    for words in ("Meera Iyer", "Rust in an hour", "50 minutes"):
        assert words in text
    for words in (learner.email, seat.session.mentor.user.name, f"/bookings/{seat.pk}"):
        assert words not in text
    assert page["X-Robots-Tag"] == "noindex"
    assert 'content="noindex"' in text


def test_the_code_may_be_typed_small_and_without_dashes(client, learner):
    code = attended(learner).certificate.code
    assert client.get(f"/certificates/{code.lower()}/").status_code == 200


@pytest.mark.parametrize("code", ["ABCDEFGHJKMN", "-", "%00", "a" * 500, "'--", "ａｂｃ"])
def test_an_unknown_code_is_not_found(client, code):
    assert client.get(f"/certificates/{code}/").status_code == 404


def test_a_certificate_ends_with_the_attendance_and_with_the_account(client, learner):
    seat = attended(learner)
    address = seat.certificate.get_absolute_url()
    Booking.objects.filter(pk=seat.pk).update(state=BookingState.NO_SHOW_LEARNER)
    assert client.get(address).status_code == 404
    Booking.objects.filter(pk=seat.pk).update(state=BookingState.COMPLETED)
    assert client.get(address).status_code == 200
    User.objects.filter(pk=learner.pk).update(is_active=False, standing=Standing.DEACTIVATED)
    assert client.get(address).status_code == 404


def test_progress_shows_hours_topics_and_certificates(client, learner):
    seat = attended(learner, minutes=90)
    client.force_login(learner)
    with travel(now() + timedelta(days=1)):
        page = client.get("/learner/progress/").content.decode()
    assert f"/bookings/{seat.pk}/certificate.pdf" in page
    assert "1 week" in page
    assert "Programming" in page


def test_progress_without_a_session_says_what_will_stand_there(client, learner):
    client.force_login(learner)
    page = client.get("/learner/progress/").content.decode()
    assert "You have not attended a session yet" in page


@pytest.mark.parametrize("history", [1, 200])
def test_progress_costs_the_same_however_much_was_attended(
    client, learner, django_assert_max_num_queries, history
):
    seat = attended(learner)
    rows = [
        Booking(session=made, learner=learner, state=BookingState.COMPLETED, price=0)
        for made in sessions_like(seat.session, history - 1)
    ]
    Booking.objects.bulk_create(rows)
    client.force_login(learner)
    with django_assert_max_num_queries(12):
        assert client.get("/learner/progress/").status_code == 200


def sessions_like(session, count):
    kind = type(session)
    made = []
    for nth in range(1, count + 1):
        start = session.starts_at - timedelta(hours=2 * nth)
        made.append(
            kind(
                mentor=session.mentor,
                domain=session.domain,
                title=f"Lesson {nth}",
                slug="lesson",
                state="completed",
                starts_at=start,
                ends_at=start + timedelta(hours=1),
            )
        )
    return kind.objects.bulk_create(made)


SHEET = {"session": "Ownership", "mentor": "Asha Rao", "day": now().date(), "minutes": 60}


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Čapek",
        "क्षत्रिय विश्वकर्मा",
        "தமிழ்ச்செல்வி",
        "Nguyễn Thị",
        "محمد علی",
        "李小龙",
        "x" * 300,
    ],
)
def test_names_of_any_script_make_a_sheet(name):
    sheet = render(Facts(name=name, **SHEET), code="AAAA", url="https://peerlearn.test/c/")
    assert sheet.startswith(b"%PDF")


def test_letters_are_written_or_known_not_to_be():
    assert types_for(["Asha"]) == ([], set())
    needed, unwritten = types_for(["अनन्या Čapek"])
    assert needed == ["noto-sans-devanagari", "noto-sans-latin-ext"]
    assert not unwritten
    assert types_for(["李"])[1] == {"李"}


def test_lengths_read_as_people_say_them():
    assert [length_text(m) for m in (1, 60, 90)] == ["1 minute", "1 hour", "1 hour 30 minutes"]


def test_a_mentor_has_no_progress_page(client):
    client.force_login(make.person(roles=(Role.MENTOR,)))
    assert client.get("/learner/progress/").status_code == 403
