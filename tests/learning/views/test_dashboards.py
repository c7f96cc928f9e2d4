"""Both dashboards: money, learners, the running session."""

import pytest
from django.urls import reverse

from learning.dashboards import LEARNER, MENTOR
from learning.enums import BookingState
from learning.models import Booking, LearnerNote
from learning.services import attendance, closing, sessions
from payments.enums import SECOND_PAYMENT
from payments.models import Payment, Refund
from peerlearn.common.clock import travel
from tests import factories as make
from tests.learning.views.past import history

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def refund(order, amount, state="processed"):
    payment = Payment.objects.create(
        order=order,
        gateway_payment_id=f"pay_{order.pk}_{state}",
        amount=order.amount,
        state="captured",
        rank=3,
        refunds_reserved=amount,
    )
    return Refund.objects.create(
        payment=payment, amount=amount, reason="test", state=state, key=f"k{order.pk}{state}"
    )


def test_payments_show_what_was_paid_and_take_refunds_off(client):
    mentor, learner = make.mentor(), make.person()
    first, second, third, _ = history(mentor, learner, 4)
    refund(first.order, 20_000)
    refund(second.order, 50_000)
    refund(third.order, 10_000, state="failed")  # still owed, and sent again
    client.force_login(learner)
    page = text(client.get("/learner/payments/"))
    assert "₹1,200" in page  # 4 x 500 - 200 - 500 - 100
    assert "₹200 refunded" in page
    assert "Refunded in full" in page
    refunded = text(client.get("/learner/payments/?show=refunded"))
    assert "Lesson 0" in refunded
    assert "Lesson 2" in refunded
    kept = text(client.get("/learner/payments/?show=kept"))
    assert "Lesson 3" in kept
    assert "Lesson 2" not in kept
    assert "Lesson 1" not in kept
    assert client.get("/learner/payments/?show='&page=-3").status_code == 200


def test_a_second_payment_that_went_back_takes_nothing_off_the_first(client):
    mentor, learner = make.mentor(), make.person()
    (first,) = history(mentor, learner, 1)
    back = refund(first.order, 50_000)
    Refund.objects.filter(pk=back.pk).update(reason=SECOND_PAYMENT)
    for user, where in ((learner, "/learner/payments/"), (mentor.user, "/mentor/earnings/")):
        client.force_login(user)
        page = text(client.get(where))
        assert "Refunded in full" not in page
        assert ("₹500" if user == learner else "₹450") in page


def test_nobody_sees_what_others_paid(client):
    history(make.mentor(), make.person(), 1)
    client.force_login(make.person())
    assert "Lesson 0" not in text(client.get("/learner/payments/"))


def test_earnings_tell_held_from_earned_after_refunds_and_the_fee(client):
    mentor, learner = make.mentor(), make.person()
    done, late = history(mentor, learner, 2)
    refund(done.order, 10_000)
    Booking.objects.filter(pk=late.pk).update(state=BookingState.CONFIRMED)
    client.force_login(mentor.user)
    page = text(client.get("/mentor/earnings/"))
    assert "₹360" in page  # (500 - 100) less 10 %
    assert "₹450" in page  # held
    client.force_login(make.mentor().user)
    assert "No seat is paid yet" in text(client.get("/mentor/earnings/"))


def test_a_mentor_sees_who_learned_with_them_and_nothing_else_of_them(client):
    mentor, learner = make.mentor(), make.person("Meera Iyer")
    history(mentor, learner, 2)
    history(make.mentor(), learner, 3)
    stranger = make.person("Somebody Else")
    client.force_login(mentor.user)
    page = text(client.get("/mentor/learners/"))
    assert "Meera Iyer" in page
    assert "2 sessions attended" in page
    assert learner.email not in page
    assert stranger.name not in page
    assert "Meera" in text(client.get("/mentor/learners/?q=iyer"))
    assert "Nobody who learned with you" in text(client.get("/mentor/learners/?q=%00xyz"))


def test_a_note_is_the_mentors_own(client):
    mentor, learner = make.mentor(), make.person()
    history(mentor, learner, 1)
    client.force_login(mentor.user)
    address = f"/mentor/learners/{learner.pk}/note/"
    client.post(address, {"text": "Likes examples."})
    assert "Likes examples." in text(client.get("/mentor/learners/"))
    assert client.post(address, {"text": "x" * 1001}).status_code == 400
    assert LearnerNote.objects.get().text == "Likes examples."
    other = make.mentor()
    history(other, learner, 1)
    client.force_login(other.user)
    assert "Likes examples." not in text(client.get("/mentor/learners/"))
    client.force_login(mentor.user)
    assert client.post(f"/mentor/learners/{other.user.pk}/note/", {"text": "x"}).status_code == 404
    client.post(address, {"text": " "})
    assert not LearnerNote.objects.exists()


def test_a_running_session_shows_who_is_in_the_room_and_can_be_ended(client):
    mentor, learner = make.mentor(), make.person("Meera Iyer")
    session = make.session(by=mentor, price=0)
    make.seat(session, learner)
    client.force_login(mentor.user)
    with travel(session.starts_at):
        sessions.start(session_id=session.pk, actor=mentor.user)
        attendance.joined(session_id=session.pk, user_id=mentor.user_id)
        assert "Nobody else is in the room yet" in text(client.get("/mentor/dashboard/"))
        attendance.joined(session_id=session.pk, user_id=learner.pk)
        page = text(client.get("/mentor/dashboard/"))
        assert "1 learner in the room" in page
        assert "Meera Iyer" in page
        asked = text(client.get(f"/mentor/sessions/{session.pk}/end/"))
        assert "End this session for everybody?" in asked
    other = make.mentor()
    client.force_login(other.user)
    assert client.post(f"/mentor/sessions/{session.pk}/end/").status_code == 403
    client.force_login(mentor.user)
    with travel(session.ends_at):
        client.post(f"/mentor/sessions/{session.pk}/end/")
    session.refresh_from_db()
    assert session.state == "completed"
    again = client.get(f"/mentor/sessions/{session.pk}/end/", follow=True)
    assert "is not running" in text(again)


def test_recommendations_leave_out_what_is_booked_and_offer_the_rest(client):
    booked, other = make.session(price=0), make.session(price=0, title="Something else")
    learner = make.person()
    make.seat(booked, learner)
    client.force_login(learner)
    for page in ("/learner/recommendations/", "/learner/recommendations/part/"):
        shown = text(client.get(page))
        assert f'href="/book/{other.pk}/"' in shown
        assert f'href="/book/{booked.pk}/"' not in shown


def test_every_tab_leads_to_a_page_that_marks_it(client):
    mentor, learner = make.mentor(), make.person()
    for user, tabs in ((learner, LEARNER), (mentor.user, MENTOR)):
        client.force_login(user)
        for tab in tabs:
            answer = client.get(reverse(tab.route))
            assert answer.status_code == 200, tab
            if tab.key != "profile":
                assert 'aria-current="page"' in text(answer), tab


def test_ending_twice_is_once():
    session = make.session(price=0)
    teacher = session.mentor.user
    with travel(session.starts_at):
        sessions.start(session_id=session.pk, actor=teacher)
        attendance.joined(session_id=session.pk, user_id=teacher.pk)
    with travel(session.ends_at):
        first = closing.end(session_id=session.pk, actor=teacher)
        assert closing.end(session_id=session.pk, actor=teacher).ended_at == first.ended_at
