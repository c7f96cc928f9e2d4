"""Money is shown the Indian way and split without losing a paisa."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.common.money import fee_of, format_inr

amounts = st.integers(min_value=0, max_value=10**13)


@pytest.mark.parametrize(
    ("paise", "text"),
    [
        (0, "₹0"),
        (100, "₹1"),
        (45_050, "₹450.50"),
        (100_000, "₹1,000"),
        (12_000_000, "₹1,20,000"),
        (1_234_567_809, "₹1,23,45,678.09"),
        (-5_000, "-₹50"),
    ],
)
def test_an_amount_is_grouped_the_indian_way(paise, text):
    assert format_inr(paise) == text


@given(amounts)
def test_no_digit_is_lost_in_grouping(paise):
    digits = format_inr(paise).replace("₹", "").replace(",", "")
    rupees, _, rest = digits.partition(".")
    assert int(rupees) * 100 + int(rest or 0) == paise


@given(amounts, st.integers(min_value=0, max_value=10_000))
def test_fee_and_share_always_add_up_and_neither_is_negative(net, bps):
    fee = fee_of(net, bps)
    assert 0 <= fee <= net
    assert abs(fee * 10_000 - net * bps) <= 5_000
