"""Telling us of something: once, within reason, by who can see it; and what becomes of it."""

from datetime import timedelta

import pytest

from learning import reportables
from learning.enums import ReportOutcome, ReviewState
from learning.models import Report, Review, Session
from learning.services import reports, reviews
from live.models import ChatMessage, Participant, Room
from peerlearn.accounts.models import AuditEvent, User
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError, NotAllowed, NotFound
from tests import factories as make
from tests.learning.services.test_reviews import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make.verified(make.moderator())


def tell(actor: User, kind: str, ref: int, reason: str = "harassment", words: str = "") -> Report:
    return reports.report(actor=actor, kind=kind, ref=ref, reason=reason, words=words)


def test_what_is_reported_is_kept_as_it_read_then():
    review = make.review(comment="You fool.")
    made = tell(review.mentor.user, "review", review.pk, words=" Insult. ")
    reviews.edit(review_id=review.pk, actor=review.learner, rating=4, comment="Fine.")
    made.refresh_from_db()
    assert (made.about, made.quoted, made.words) == (review.learner, "You fool.", "Insult.")
    assert not review.learner.notices.exclude(kind="booking_confirmed").exists()


def test_every_kind_is_found_by_who_can_see_it_and_by_nobody_else():
    review = make.review()
    session, mentor, stranger = review.session, review.mentor.user, make.person()
    reviews.reply(review_id=review.pk, actor=mentor, words="Thanks.")
    room = Room.objects.create(session=session)
    for number, who in enumerate((mentor, review.learner)):
        Participant.objects.create(
            room=room, user=who, role="learner", pid=str(number), seq=number, left_at=now()
        )
    line = ChatMessage.objects.create(
        room=room, sender=review.learner, client_id="a", seq=1, text="Hm."
    )
    whose = {
        "person": (mentor, review.learner.pk, review.learner),
        "session": (review.learner, session.pk, mentor),
        "review": (mentor, review.pk, review.learner),
        "reply": (review.learner, review.pk, mentor),
        "chat": (mentor, line.pk, review.learner),
    }
    for kind, (by, ref, about) in whose.items():
        assert reportables.find(by, kind, ref)[1].about == about, kind
        assert reportables.find(about, kind, ref) is None, f"{kind}: of oneself"
    assert set(whose) | {"request", "message"} == set(reportables.keys())
    assert reportables.find(stranger, "chat", line.pk) is None
    assert reportables.find(stranger, "person", review.learner.pk) is None


def test_a_private_session_is_found_by_who_sat_in_it():
    booking = make.attended()
    Session.objects.filter(pk=booking.session_id).update(kind="private")
    _kind, thing = reportables.find(booking.learner, "session", booking.session_id)
    assert thing.about == booking.session.mentor.user
    assert thing.url == booking.get_absolute_url()
    assert reportables.find(make.person(), "session", booking.session_id) is None


@pytest.mark.parametrize(
    ("kind", "ref"), [("review", 999_999), ("nonsense", 1), ("chat", 1), ("message", 1)]
)
def test_what_is_not_there_is_not_found(kind, ref):
    with pytest.raises(NotFound):
        tell(make.person(), kind, ref)


@pytest.mark.parametrize(
    ("reason", "words", "field"),
    [
        ("", "", "reason"),
        ("other", " ", "words"),
        ("spam", "x" * 1001, "words"),
        ("spam", "\0", "words"),
    ],
)
def test_a_report_says_why(reason, words, field):
    with pytest.raises(DomainError) as caught:
        tell(make.person(), "session", make.session().pk, reason, words)
    assert set(caught.value.fields) == {field}


def test_a_thing_is_reported_once_and_ten_a_day():
    actor, mentor = make.person(), make.mentor()
    sessions = [make.session(by=mentor, starts_in=100 + 90 * n) for n in range(11)]
    for session in sessions[:10]:
        tell(actor, "session", session.pk)
    with refused("already_reported"):
        tell(actor, "session", sessions[0].pk)
    with refused("too_many_reports"):
        tell(actor, "session", sessions[10].pk)
    with travel(now() + timedelta(minutes=1)):
        tell(make.person(), "session", sessions[0].pk)
    assert Report.objects.count() == 11


def test_a_decision_holds_for_everybody_who_reported_the_thing_and_is_noted(staff):
    review = make.review(comment="You fool.")
    first = tell(review.mentor.user, "review", review.pk)
    second = tell(make.person(), "review", review.pk)
    reports.decide(report_id=first.pk, actor=staff, outcome="hidden", reason="An insult.")
    assert Review.objects.get().state == ReviewState.HIDDEN
    for report in (first, second):
        report.refresh_from_db()
        assert (report.outcome, report.decided_by) == (ReportOutcome.HIDDEN, staff)
        notice = report.by.notices.get(kind="report_decided")
        assert "acted" in notice.body
        assert "insult" not in f"{notice.title} {notice.body}".lower()
    event = AuditEvent.objects.get(action="report_decided")
    assert (event.subject, event.detail["outcome"]) == (review.learner, "hidden")
    with refused("illegal_move"):
        reports.decide(report_id=second.pk, actor=staff, outcome="dismissed", reason="No.")


def test_nothing_follows_from_what_is_dismissed(staff):
    review = make.review()
    made = tell(review.mentor.user, "review", review.pk)
    reports.decide(report_id=made.pk, actor=staff, outcome="dismissed", reason="An opinion.")
    assert Review.objects.get().state == ReviewState.VISIBLE
    assert "nothing" in review.mentor.user.notices.get(kind="report_decided").body


def test_who_is_warned_reads_why_and_who_is_suspended_is_out(staff):
    session, other = make.session(), make.session()
    warned = tell(make.person(), "session", session.pk)
    reports.decide(report_id=warned.pk, actor=staff, outcome="warned", reason="No adverts.")
    assert session.mentor.user.notices.get(kind="warned").body == "No adverts."
    closed = tell(make.person(), "session", other.pk)
    reports.decide(report_id=closed.pk, actor=staff, outcome="suspended", reason="Fraud.")
    assert not User.objects.get(pk=other.mentor.user_id).is_active


def test_what_the_act_refuses_leaves_the_report_open(staff):
    made = tell(make.person(), "session", make.session().pk)
    with refused("nothing_to_hide"):
        reports.decide(report_id=made.pk, actor=staff, outcome="hidden", reason="Hm.")
    with refused("reason_required"):
        reports.decide(report_id=made.pk, actor=staff, outcome="dismissed", reason=" ")
    with refused("illegal_move"):
        reports.decide(report_id=made.pk, actor=staff, outcome="open", reason="Hm.")
    made.refresh_from_db()
    assert made.outcome == ReportOutcome.OPEN


def test_only_staff_with_a_second_factor_decide():
    made = tell(make.person(), "session", make.session().pk)
    for actor in (made.by, made.about, make.verified(make.editor()), make.moderator()):
        with pytest.raises(NotAllowed):
            reports.decide(report_id=made.pk, actor=actor, outcome="dismissed", reason="Hm.")
