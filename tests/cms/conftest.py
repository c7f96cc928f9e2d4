"""What tests of kept pages share."""

import pytest


@pytest.fixture
def news(django_capture_on_commit_callbacks):
    """`with news():` what happens inside is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
