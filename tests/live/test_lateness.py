"""A mentor who is late: told once that learners wait, who may leave for nothing after a while."""

from datetime import timedelta

import pytest

from learning.enums import BookingState, SessionState
from learning.services import closing
from live.queries.lateness import way_out
from live.services import lateness, news, presence, rooms
from payments.models import Refund
from payments.queries import ledger_faults
from payments.services import orders, settlement
from peerlearn.common import clock
from tests import factories
from tests.live.test_admission import come_in

pytestmark = pytest.mark.django_db(transaction=True)

GRACE = timedelta(minutes=15)


@pytest.fixture
def paid(simulator):
    booking = factories.seat(factories.session(price=45_000, capacity=2))
    simulator.pay(orders.register(order_id=booking.order_id))
    settlement.sync_order(order_id=booking.order_id)
    booking.refresh_from_db()
    return booking


def give_up(web, booking):
    return web(booking.learner).post(f"/room/{booking.session_id}/give-up/")


def test_a_late_mentor_is_told_once_and_only_while_somebody_waits():
    session = factories.session(starts_in=5, price=0)
    learner = factories.seat(session).learner
    stay = come_in(session, learner)
    told = session.mentor.user.notices.filter(kind="learners_wait")
    with clock.travel(session.starts_at + timedelta(minutes=1)):
        assert lateness.tell_mentors() == 0
    with clock.travel(session.starts_at + timedelta(minutes=3)):
        assert [lateness.tell_mentors() for _ in range(2)] == [1, 0]
    assert told.get().url == session.room_url
    told.delete()
    presence.leave(pid=stay.pid, reason="left")
    with clock.travel(session.starts_at + timedelta(minutes=4)):
        assert lateness.tell_mentors() == 0


def test_who_waited_for_a_quarter_of_an_hour_leaves_with_all_their_money(paid, web):
    session = paid.session
    with clock.travel(session.starts_at + GRACE - timedelta(minutes=1)):
        come_in(session, paid.learner)
        refused = give_up(web, paid)
        assert (refused.status_code, Refund.objects.count()) == (409, 0)
        assert "stay a little longer" in refused.content.decode()
        room = web(paid.learner).get(f"/room/{session.pk}/").content.decode()
        assert "Leave and get ₹450 back" in room
    with clock.travel(session.starts_at + GRACE):
        answer = give_up(web, paid)
        assert (answer.status_code, answer["Location"]) == (302, paid.get_absolute_url())
        assert (
            "₹450 goes back the way it came"
            in web(paid.learner).get(answer["Location"]).content.decode()
        )
        assert give_up(web, paid).status_code == 403
    paid.refresh_from_db()
    assert paid.state == BookingState.NO_SHOW_MENTOR
    assert Refund.objects.get().amount == 45_000
    # Nobody waits for the mentor any more, so nobody is taught either.
    session.refresh_from_db()
    assert (session.state, session.seats_taken) == (SessionState.CANCELLED, 0)
    assert session.mentor.user.notices.filter(kind="learner_gave_up").count() == 1
    with clock.travel(session.ends_at + timedelta(hours=1)):
        closing.settle_overdue()
    assert Refund.objects.count() == 1
    assert list(ledger_faults()) == []


def test_the_others_may_wait_on_and_be_taught(paid):
    session = paid.session
    other = factories.seat(session)
    other.state = BookingState.CONFIRMED
    other.save(update_fields=["state"])
    with clock.travel(session.starts_at + GRACE):
        come_in(session, paid.learner)
        lateness.give_up(session_id=session.pk, actor=paid.learner)
        session.refresh_from_db()
        assert (session.state, session.seats_taken) == (SessionState.SCHEDULED, 1)
        rooms.start(session_id=session.pk, actor=session.mentor.user)
        closing.end(session_id=session.pk, actor=None)
    paid.refresh_from_db()
    assert paid.state == BookingState.NO_SHOW_MENTOR
    assert Refund.objects.filter(payment__order=paid.order).count() == 1


def test_a_mentor_who_is_there_or_has_begun_keeps_the_seat_and_one_who_left_is_late_anew(paid, web):
    session, host = paid.session, paid.session.mentor.user
    with clock.travel(session.starts_at + timedelta(minutes=10)):
        stay = come_in(session, host)
        assert way_out(session) is None
    with clock.travel(session.starts_at + GRACE):
        assert give_up(web, paid).status_code == 409
        presence.leave(pid=stay.pid, reason="left")
        late_anew = way_out(session)
        assert late_anew - (session.starts_at + 2 * GRACE) < timedelta(minutes=1)
        assert news.lobby_event(session.pk)["frame"]["way_out"].endswith("Z")
    with clock.travel(late_anew):
        assert web(host).post(f"/room/{session.pk}/give-up/").status_code == 403
        come_in(session, host)
        rooms.start(session_id=session.pk, actor=host)
        session.refresh_from_db()
        assert way_out(session) is None
        assert give_up(web, paid).status_code == 409
    assert Refund.objects.count() == 0


def test_near_the_end_the_money_comes_back_by_itself():
    session = factories.session(starts_in=60, minutes=15, price=0)
    assert way_out(session) is None
