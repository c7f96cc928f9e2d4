"""Signatures: right ones pass, everything else is simply no."""

import razorpay
from hypothesis import given
from hypothesis import strategies as st

from payments.signatures import is_signed, payment_message, sign

secrets = st.text(min_size=1, max_size=40)
messages = st.binary(max_size=300)


@given(messages, secrets)
def test_what_a_secret_signed_it_also_accepts(message, secret):
    assert is_signed(message, sign(secret, message), ["another", secret])


@given(messages, messages, secrets)
def test_a_signature_of_another_message_is_refused(message, other, secret):
    if message != other:
        assert not is_signed(message, sign(secret, other), [secret])


@given(messages, st.one_of(st.none(), st.text()), secrets)
def test_rubbish_is_refused_and_never_an_error(message, signature, secret):
    assert is_signed(message, signature, [secret]) == (signature == sign(secret, message))


def test_an_empty_secret_signs_nothing():
    assert not is_signed(b"x", sign("", b"x"), [""])


def test_the_sdk_agrees():
    utility = razorpay.Client(auth=("k", "s")).utility
    fields = {"razorpay_order_id": "order_1", "razorpay_payment_id": "pay_1"}
    signature = sign("s", payment_message("order_1", "pay_1"))
    assert utility.verify_payment_signature(fields | {"razorpay_signature": signature})
