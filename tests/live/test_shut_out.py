"""Who loses their account or their login loses their place in the call, within seconds."""

from learning.models import Session
from peerlearn.accounts.services import access, standing
from tests import factories
from tests.live.conftest import db, ticket_for


async def test_a_banned_learner_is_out_of_the_call_at_once_and_for_good(call, knock):
    mentor, learner = call
    session = await db(Session.objects.get)(pk=learner.session_id)
    spare = await db(ticket_for)(session, learner.user)
    moderator = await db(factories.moderator)()
    await db(standing.ban)(actor=moderator, user=learner.user, reason="Abuse in the chat.")
    assert await learner.closed() == 4403
    assert (await mentor.hear("peer-left"))["pid"] == learner.pid
    for key in ({"token": spare.token}, {"resume_key": learner.resume_key}):
        again = await knock(session, learner.user, **key)
        assert await again.closed() == 4401


async def test_a_login_ended_elsewhere_hangs_up_and_lets_the_person_join_anew(call, enter, knock):
    mentor, learner = call
    session = await db(Session.objects.get)(pk=learner.session_id)
    await db(access.end_access)(user=learner.user, why="password_changed")
    assert await learner.closed() == 4403
    old = await knock(session, learner.user, resume_key=learner.resume_key)
    assert await old.closed() == 4401
    assert (await enter(session, learner.user)).welcome["admitted"]
    await mentor.silent("end")
