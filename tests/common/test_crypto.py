"""What is encrypted at rest: readable with any known key, written with the newest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.common import crypto
from peerlearn.common.errors import Unavailable


@given(st.text(max_size=200))
def test_what_went_in_comes_out_and_does_not_show(text):
    token = crypto.encrypt(text)
    assert crypto.decrypt(token) == text
    assert len(text) < 4 or text not in token


def test_an_old_key_still_reads_and_the_new_one_writes(settings):
    settings.FIELD_KEYS = ["old" * 20]
    token = crypto.encrypt("secret")
    digest = crypto.fingerprints("code", "purpose")[0]
    settings.FIELD_KEYS = ["new" * 20, "old" * 20]
    assert crypto.decrypt(token) == "secret"
    assert digest in crypto.fingerprints("code", "purpose")
    newer = crypto.encrypt("secret")
    settings.FIELD_KEYS = ["new" * 20]
    assert crypto.decrypt(newer) == "secret"
    with pytest.raises(Unavailable):
        crypto.decrypt(token)


def test_fingerprints_of_two_purposes_differ():
    assert crypto.fingerprints("code", "a") != crypto.fingerprints("code", "b")
