"""A sweep settles what it can: one row that raises holds up no other."""

import logging

import pytest

from learning.enums import SessionState
from learning.services import closing
from learning.signals import session_changed
from peerlearn.common.clock import travel
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def listener():
    """Return a list of sessions at whose end a listener raises."""
    broken = []

    def raise_at(session_id, **_):
        if session_id in broken:
            raise RuntimeError("a listener broke")

    session_changed.connect(raise_at, weak=False)
    yield broken
    session_changed.disconnect(raise_at)


def test_a_session_that_cannot_be_settled_holds_up_no_other(listener, caplog):
    first, second = make.session(), make.session(starts_in=61)
    listener.append(first.pk)
    with travel(second.ends_at), caplog.at_level(logging.ERROR):
        assert closing.settle_overdue() == 1
    for session in (first, second):
        session.refresh_from_db()
    assert (first.state, second.state) == (SessionState.SCHEDULED, SessionState.CANCELLED)
    assert "a listener broke" in caplog.text
    listener.clear()
    with travel(second.ends_at):
        assert closing.settle_overdue() == 1
