"""What is long enough and still no password."""

import contextlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from peerlearn.accounts.models import User

ASHA = User(name="Asha Raghunathan", email="asha.raghunathan@example.test")


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "qwertyuiop",
        "password123",
        "aaaaaaaaaaaaaaa",
        "raghunathan",
        "asharaghunathan1",
        "abcdefghijkl",
        "short",
    ],
)
def test_a_password_others_would_try_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, ASHA)


@pytest.mark.parametrize(
    "password", ["correct-horse-battery", "Kettle7 under green", "x9#Lq2!vTz0p"]
)
def test_a_password_nobody_would_try_is_taken(password):
    validate_password(password, ASHA)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=0, max_size=400))
def test_any_text_gets_an_answer(password):
    with contextlib.suppress(ValidationError):
        validate_password(password, ASHA)
