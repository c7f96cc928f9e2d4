"""The tables of moves: nothing leaves an end, nothing names a state that is not there."""

import pytest

from learning.enums import (
    BOOKING_MOVES,
    REQUEST_MOVES,
    SESSION_MOVES,
    BookingState,
    RequestState,
    SessionState,
)
from peerlearn.common.errors import Conflict
from peerlearn.common.states import check_move

TABLES = [
    (SESSION_MOVES, SessionState),
    (BOOKING_MOVES, BookingState),
    (REQUEST_MOVES, RequestState),
]


@pytest.mark.parametrize(("moves", "states"), TABLES)
def test_a_table_names_only_states_there_are(moves, states):
    assert set(moves) | {new for news in moves.values() for new in news} <= set(states)


def test_a_legal_move_passes_and_an_illegal_one_says_so():
    check_move(SESSION_MOVES, SessionState.DRAFT, SessionState.SCHEDULED)
    with pytest.raises(Conflict) as caught:
        check_move(SESSION_MOVES, SessionState.COMPLETED, SessionState.LIVE)
    assert caught.value.code == "illegal_move"
