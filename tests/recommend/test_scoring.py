"""The sums behind "in demand": pure numbers."""

from hypothesis import given
from hypothesis import strategies as st

from recommend.scoring import popularity, recency

AGES = st.lists(st.floats(0, 1000), max_size=20)


def test_a_booking_counts_half_after_a_day():
    assert recency(0) == 1
    assert recency(24) == 0.5
    assert recency(48) == 0.25


def test_three_bookings_today_beat_four_of_last_week():
    fresh = popularity([1, 2, 3], rating=None, rating_count=0)
    stale = popularity([150, 150, 150, 160], rating=None, rating_count=0)
    assert fresh > stale


def test_standing_only_breaks_ties():
    unknown = popularity([5], rating=None, rating_count=0)
    praised = popularity([5], rating=5.0, rating_count=40)
    assert unknown < praised < popularity([5, 5], rating=None, rating_count=0)


@given(ages=AGES, more=st.floats(0, 1000))
def test_one_more_booking_never_lowers_a_score(ages, more):
    before = popularity(ages, rating=4.0, rating_count=3)
    assert popularity([*ages, more], rating=4.0, rating_count=3) >= before >= 0
