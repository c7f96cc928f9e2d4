"""The language of the room: what is read, what is refused. Any text is one of the two."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live import protocol
from live.limits import Bucket
from live.protocol import CLIENT, Message, Refused, parse

PID = "0123456789abcdef"


def text(t, **data):
    return json.dumps({"v": 1, "t": t} | data)


def code(message):
    with pytest.raises(Refused) as refused:
        parse(message)
    return refused.value.code


def read(message):
    """Return the message, or the code it was refused with, which must be a known one."""
    try:
        return parse(message)
    except Refused as refused:
        return {code: code for code in protocol.ERRORS}[refused.code]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(st.text() | anything.map(json.dumps))
def test_any_text_is_a_message_or_refused(message):
    assert isinstance(read(message), Message | str)


@given(
    st.sampled_from(sorted(CLIENT)),
    st.dictionaries(
        st.sampled_from(["to", "gen", "d", "c", "text", "on", "seq", "token", "id", "mic"]),
        anything,
    ),
)
def test_a_known_type_with_any_fields_has_its_own_fields_or_is_refused(t, fields):
    message = read(json.dumps({"v": 1, "t": t} | fields))
    if isinstance(message, Message):
        assert set(message.data) == set(CLIENT[t])
        json.dumps(message.data).encode()


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("", "bad_json"),
        ("[]", "bad_json"),
        ("{", "bad_json"),
        ("[" * 60_000, "bad_json"),
        ('{"t": "ping"}', "bad_json"),
        (text("dance"), "unknown_type"),
        (text("chat", id="a", text="x" * 100_000), "frame_too_big"),
        (text("chat", id="a", text="x" * 2001), "too_long"),
        (text("chat", id="a", text="   "), "bad_field"),
        (text("chat", text="no id"), "bad_field"),
        (text("chat", id="x" * 37, text="hi"), "bad_field"),
        ('{"v":1,"t":"chat","id":"a","text":"\\ud800"}', "bad_field"),
        (text("chat", id="a", text="a\0b"), "bad_field"),
        (text("sdp", to="../..", gen=0, d={"type": "offer", "sdp": ""}), "bad_field"),
        (text("sdp", to=PID, gen=-1, d={"type": "offer", "sdp": ""}), "bad_field"),
        (text("sdp", to=PID, gen=True, d={"type": "offer", "sdp": ""}), "bad_field"),
        (text("sdp", to=PID, gen=0, d={"type": "hack", "sdp": ""}), "bad_field"),
        (text("sdp", to=PID, gen=0, d={"type": "offer", "sdp": "x" * 32_769}), "bad_field"),
        (text("ice", to=PID, gen=0, c={"candidate": "x" * 1025}), "bad_field"),
        (text("ready", on="yes"), "bad_field"),
    ],
)
def test_what_is_wrong_is_refused_with_its_code(message, expected):
    assert code(message) == expected


def test_fields_a_client_makes_up_are_dropped():
    message = parse(text("chat", id="a", text=" hi ", seq=99, ts="now", **{"from": "mentor"}))
    assert message.data == {"text": "hi"}
    assert message.id == "a"


def test_a_script_in_a_chat_line_stays_the_text_it_is():
    line = "<script>alert(1)</script>"
    assert parse(text("chat", id="a", text=line)).data["text"] == line


def test_an_offer_comes_through_with_only_what_webrtc_needs():
    offer = {"type": "offer", "sdp": "v=0", "evil": 1}
    assert parse(text("sdp", to=PID, gen=3, d=offer)).data == {
        "to": PID,
        "gen": 3,
        "d": {"type": "offer", "sdp": "v=0"},
    }


def test_a_bucket_gives_its_burst_then_its_rate():
    bucket = Bucket(rate=1, burst=5)
    assert [bucket.take(100.0) for _ in range(6)] == [True] * 5 + [False]
    assert not bucket.take(100.5)
    assert bucket.take(101.5)


@given(st.lists(st.floats(min_value=0, max_value=2), max_size=60))
def test_a_bucket_never_gives_more_than_burst_and_rate_allow(pauses):
    bucket, at, given_out = Bucket(rate=2, burst=3), 1000.0, 0
    for pause in pauses:
        at += pause
        given_out += bucket.take(at)
    assert given_out <= 3 + 2 * (at - 1000.0) + 1e-6
