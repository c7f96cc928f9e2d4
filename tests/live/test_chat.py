"""The chat of a room: who is writing, what one has read, and the whole of it as text."""

from datetime import timedelta

import pytest

from live.models import ChatMessage, ChatRead, Room
from live.own_data import collect
from live.queries import chat as queries
from live.services import chat, entry, rooms
from peerlearn.accounts.signals import account_closed
from peerlearn.common import clock
from tests import factories
from tests.live.conftest import db, ticket_for


async def test_the_call_hears_who_is_writing(call):
    mentor, learner = call
    await learner.say("typing", on=True)
    assert await mentor.hear("typing") == {"v": 1, "t": "typing", "pid": learner.pid, "on": True}
    await learner.hear("typing")
    await learner.say("typing", on=False)
    assert not (await mentor.hear("typing"))["on"]
    for _ in range(6):
        await learner.say("typing", on=True)
    await learner.say("ping", id="alive")
    await learner.hear("pong")
    assert not [frame for frame in learner.heard if frame["t"] == "error"]


async def test_what_one_has_read_never_goes_back_and_never_beyond_the_last_line(call):
    mentor, learner = call
    for number in range(3):
        await mentor.say("chat", id=str(number), text="line")
        await mentor.hear("ack")
    for seq, read in ((2, 2), (1, 2), (999, 3)):
        await learner.say("chat-read", seq=seq)
        await learner.say("ping")
        await learner.hear("pong")
        mark = await db(ChatRead.objects.get)()
        assert (mark.user_id, mark.seq) == (learner.user.pk, read)


async def test_somebody_in_the_lobby_neither_reads_nor_is_seen_writing(a_room, enter):
    session, _mentor, learner = a_room
    waiting = await enter(session, learner)
    for t, data in (
        ("typing", {"on": True}), ("chat-read", {"seq": 1}), ("since", {"seq": 0}),
        ("notes", {}), ("notes-edit", {"id": "e", "rev": 0, "op": ["x"]}),
    ):  # fmt: skip
        await waiting.say(t, **data)
        assert (await waiting.hear("error"))["code"] == "not_admitted"


async def test_malformed_words_about_the_chat_are_refused(call):
    mentor, learner = call
    for seat, t, data in (
        (mentor, "typing", {"on": 1}),
        (mentor, "chat-read", {"seq": -1}),
        (learner, "notes", {"rev": "1"}),
        (learner, "notes-edit", {"rev": 0, "op": ["x"]}),
    ):
        await seat.say(t, **data)
        assert (await seat.hear("error"))["code"] == "bad_field"
    await mentor.say("chat", id="on", text="goes on")
    assert (await learner.hear("chat"))["text"] == "goes on"


@pytest.fixture
def over(db):
    """Return (session, mentor, learner) of a class that ran; a script is in the chat."""
    session = factories.session(starts_in=5, price=0, title="Rust")
    mentor, learner = session.mentor.user, factories.seat(session).learner
    rooms.start(session_id=session.pk, actor=mentor)
    came_in(session, learner)
    room_id = Room.objects.get(session=session).pk
    chat.post(chat.Said(room_id, learner, "1", "<script>1</script>\nsecond line"))
    with clock.travel(clock.now() + timedelta(days=1)):
        chat.post(chat.Said(room_id, learner, "2", "the day after"))
    return session, mentor, learner


def came_in(session, user):
    token = ticket_for(session, user).token
    entry.enter(session_id=session.pk, token=token, channel="c", viewer_id=None)


def test_both_take_the_chat_home_as_text_and_nobody_else_does(over, web):
    session, mentor, learner = over
    address = f"/room/{session.pk}/chat/"
    for user in (mentor, learner):
        answer = web(user).get(address)
        text = answer.content.decode()
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert "attachment" in answer["Content-Disposition"]
        assert text.startswith("Chat of: Rust\n")
        assert f"{learner.name}: <script>1</script>\n    second line\n" in text
        assert text.count("IST] ") == 2
        assert text.rstrip().endswith("the day after")
    assert web(factories.person()).get(address).status_code == 403
    assert web(mentor).get("/room/999999/chat/").status_code == 404


def test_what_somebody_wrote_leaves_with_their_account(over, client):
    session, _mentor, learner = over
    assert [line["text"] for line in collect(learner)["messages"]][1] == "the day after"
    account_closed.send(None, user_id=learner.pk)
    assert {line.text for line in queries.of_session(session.pk)} == {chat.GONE}


def test_a_chat_without_a_line_says_so(db, web):
    session = factories.session(starts_in=5, price=0)
    answer = web(session.mentor.user).get(f"/room/{session.pk}/chat/")
    assert "Nothing was written." in answer.content.decode()
    assert not ChatMessage.objects.exists()
