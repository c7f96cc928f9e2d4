"""What comes back when a learner cancels: never more than was paid, never less the earlier."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.cancellation import refund_amount

START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
POLICY = {"full_hours": 24, "half_hours": 2}
prices = st.integers(min_value=100, max_value=10**9)
waits = st.timedeltas(min_value=timedelta(hours=-5), max_value=timedelta(days=30))


@pytest.mark.parametrize(
    ("before", "amount"),
    [
        (timedelta(hours=24), 301),
        (timedelta(hours=24) - timedelta(microseconds=1), 151),
        (timedelta(hours=2), 151),
        (timedelta(hours=2) - timedelta(microseconds=1), 0),
        (timedelta(), 0),
        (-timedelta(hours=1), 0),
    ],
)
def test_the_bounds_are_inclusive_and_half_a_paisa_rounds_up(before, amount):
    assert refund_amount(301, POLICY, START, START - before) == amount


@given(prices, waits, waits)
def test_cancelling_earlier_never_gives_less_and_never_more_than_was_paid(price, one, other):
    late, early = sorted((one, other))
    less = refund_amount(price, POLICY, START, START - late)
    more = refund_amount(price, POLICY, START, START - early)
    assert 0 <= less <= more <= price


@given(prices, waits)
def test_what_comes_back_can_be_sent_a_rupee_or_nothing(price, wait):
    assert not 0 < refund_amount(price, POLICY, START, START - wait) < 100
