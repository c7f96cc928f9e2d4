"""The room's socket: who is let in, what reaches whom, what a restart and a second tab do."""

import asyncio

import pytest

from learning.models import Booking, Session
from learning.services import leaving
from live.models import ChatMessage, Participant, RoomToken
from live.services import rooms
from tests import factories
from tests.live.conftest import db, seat_of, ticket_for

OFFER = {"type": "offer", "sdp": "v=0\r\n"}


async def test_without_a_hello_the_door_closes(a_room, knock, monkeypatch):
    monkeypatch.setattr("live.consumers.room.HELLO_SECONDS", 0.1)
    seat = await knock(*a_room[:2], hello=False)
    assert await seat.closed() == 4401


async def test_a_ticket_opens_one_socket_once(a_room, knock):
    session, mentor, _ = a_room
    ticket = await db(ticket_for)(session, mentor)
    first = await knock(session, mentor, token=ticket.token)
    await first.hear("welcome")
    second = await knock(session, mentor, token=ticket.token)
    assert (await second.hear("error"))["code"] == "bad_token"
    assert await second.closed() == 4401


async def test_a_ticket_is_good_for_its_own_room_only(a_room, knock):
    session, mentor, _ = a_room
    other = await db(factories.session)(starts_in=5, price=0)
    ticket = await db(ticket_for)(session, mentor)
    seat = await knock(other, mentor, token=ticket.token)
    assert await seat.closed() == 4401


async def test_a_ticket_is_good_for_its_own_person_only(a_room, knock):
    session, mentor, learner = a_room
    ticket = await db(ticket_for)(session, mentor)
    seat = await knock(session, learner, token=ticket.token)
    assert await seat.closed() == 4401


async def test_a_late_or_forged_ticket_is_refused(a_room, knock):
    session, mentor, _ = a_room
    ticket = await db(ticket_for)(session, mentor)
    await db(RoomToken.objects.update)(expires_at="2020-01-01T00:00:00Z")
    for token in (ticket.token, ticket.token[:-2] + "xx", "nonsense"):
        seat = await knock(session, mentor, token=token)
        assert await seat.closed() == 4401


async def test_everybody_waits_in_the_lobby_until_the_mentor_starts(a_room, enter):
    session, mentor, learner = a_room
    first = await enter(session, learner)
    assert first.welcome["state"] == "lobby"
    assert first.welcome["peers"] == []
    assert not first.welcome["admitted"]
    second = await enter(session, mentor)
    await second.say("start")
    peers = {(await first.hear("admitted"))["pid"], (await second.hear("admitted"))["pid"]}
    assert peers == {first.pid, second.pid}
    state = await db(Session.objects.values_list("state", flat=True).get)(pk=session.pk)
    assert state == "live"


async def test_the_lobby_shows_who_is_here_and_who_is_ready(a_room, enter):
    session, mentor, learner = a_room
    seat = await enter(session, learner)
    await seat.say("ready", on=True)
    while True:
        people = {p["name"]: p for p in (await seat.hear("lobby"))["people"]}
        if people["Lena Learner"]["ready"]:
            break
    assert people["Lena Learner"]["here"]
    assert not people[mentor.name]["here"]


async def test_somebody_in_the_lobby_sends_no_offers_and_no_chat(a_room, enter):
    session, mentor, learner = a_room
    first, second = await enter(session, mentor), await enter(session, learner)
    await second.say("sdp", to=first.pid, gen=0, d=OFFER)
    assert (await second.hear("error"))["code"] == "not_admitted"
    await second.say("chat", id="a", text="hi")
    assert (await second.hear("error"))["code"] == "not_admitted"
    await first.silent("sdp")


async def test_a_learner_cannot_start_end_or_remove(call):
    mentor, learner = call
    for t, data in (("start", {}), ("end", {}), ("kick", {"to": mentor.pid})):
        await learner.say(t, id=t, **data)
        refusal = await learner.hear("error")
        assert (refusal["code"], refusal["id"]) == ("not_mentor", t)
    await mentor.silent("end")


async def test_the_newcomer_is_polite_and_offers_reach_the_named_peer(call):
    mentor, learner = call
    (peer,) = learner.welcome["peers"]
    assert peer["pid"] == mentor.pid
    assert peer["polite"]
    joined = mentor.heard[-1]
    assert joined["peer"]["polite"] is False
    await learner.say("sdp", to=mentor.pid, gen=0, d=OFFER, **{"from": "forged"})
    offer = await mentor.hear("sdp")
    assert (offer["from"], offer["d"]) == (learner.pid, OFFER)


async def test_somebody_in_another_room_is_out_of_reach(call, enter):
    _, learner = call
    other = await db(factories.session)(starts_in=5, price=0)
    host = await db(lambda: other.mentor.user)()
    await db(rooms.start)(session_id=other.pk, actor=host)
    stranger = await enter(other, host)
    await stranger.say("sdp", to=learner.pid, gen=0, d=OFFER)
    assert (await stranger.hear("error"))["code"] == "no_such_peer"
    await learner.silent("sdp")


async def test_offers_and_candidates_arrive_in_their_order(call):
    mentor, learner = call
    for number in range(20):
        await learner.say("ice", to=mentor.pid, gen=number, c={"candidate": "c"})
    assert [(await mentor.hear("ice"))["gen"] for _ in range(20)] == list(range(20))


async def test_a_line_reaches_both_once_and_is_acknowledged(call):
    mentor, learner = call
    script = "<script>alert('x')</script>"
    for _ in range(2):
        await learner.say("chat", id="line-1", text=script)
        assert (await learner.hear("ack"))["seq"] == 1
    line = next((f for f in learner.heard if f["t"] == "chat"), None) or await learner.hear("chat")
    assert line["mine"]
    shown = await mentor.hear("chat")
    assert (shown["text"], shown["from"], shown["mine"]) == (script, "Lena Learner", False)
    await mentor.silent("chat")
    assert await db(ChatMessage.objects.count)() == 1


async def test_chat_of_a_hundred_kilobytes_is_refused_and_the_room_goes_on(call):
    mentor, learner = call
    await learner.say("chat", id="big", text="x" * 100_000)
    assert (await learner.hear("error"))["code"] == "frame_too_big"
    await learner.say("chat", id="long", text="x" * 2001)
    refusal = await learner.hear("error")
    assert (refusal["code"], refusal["id"]) == ("too_long", "long")
    await learner.say("chat", id="ok", text="still here")
    assert (await mentor.hear("chat"))["text"] == "still here"


async def test_three_faults_close_the_socket(call):
    _, learner = call
    for _ in range(3):
        await learner.socket.send_to(text_data="{")
    assert await learner.closed() == 4429


async def test_too_many_lines_at_once_are_refused(call):
    _, learner = call
    for number in range(6):
        await learner.say("chat", id=str(number), text="hi")
    assert (await learner.hear("error"))["code"] == "slow_down"


async def test_a_lost_socket_resumes_as_the_same_peer_and_keeps_the_chat(call, enter):
    mentor, learner = call
    await learner.leave(1006)
    await mentor.say("chat", id="m1", text="are you there?")
    await mentor.hear("ack")
    again = await enter(
        await db(Session.objects.get)(pk=learner.session_id),
        learner.user,
        resume_key=learner.resume_key,
    )
    assert again.welcome["resumed"]
    assert again.pid == learner.pid
    assert again.welcome["last_chat"] == 1
    assert (await mentor.hear("peer-resumed"))["pid"] == learner.pid
    assert not [f for f in mentor.heard if f["t"] == "peer-left"]
    await again.say("since", seq=0)
    (line,) = (await again.hear("chat-log"))["messages"]
    assert line["text"] == "are you there?"
    await mentor.say("sdp", to=again.pid, gen=0, d=OFFER)
    assert (await again.hear("sdp"))["from"] == mentor.pid


async def test_after_a_goodbye_there_is_nothing_to_resume(call, knock):
    mentor, learner = call
    await learner.leave(1000)
    assert (await mentor.hear("peer-left"))["reason"] == "left"
    session = await db(Session.objects.get)(pk=learner.session_id)
    seat = await knock(session, learner.user, resume_key=learner.resume_key)
    assert (await seat.hear("error"))["code"] == "resume_lost"


async def test_a_second_tab_replaces_the_first(call, enter):
    mentor, learner = call
    session = await db(Session.objects.get)(pk=learner.session_id)
    second = await enter(session, learner.user)
    assert await learner.closed() == 4001
    assert (await mentor.hear("peer-left"))["pid"] == learner.pid
    assert (await mentor.hear("peer-joined"))["peer"]["pid"] == second.pid
    here = Participant.objects.filter(left_at=None, user=learner.user)
    assert await db(here.count)() == 1


async def test_flags_reach_the_others_and_a_fifth_video_is_refused(a_room, enter):
    session, host, learner = a_room
    others = [(await seat_of(session)).learner for _ in range(3)]
    await db(rooms.start)(session_id=session.pk, actor=host)
    mentor = await enter(session, host)
    on = {"mic": True, "cam": True, "screen": False}
    for user in (learner, *others):
        newest = await enter(session, user)
        await newest.say("flags", **on)
        heard = await mentor.hear("presence")
        assert (heard["pid"], heard["flags"]) == (newest.pid, on)
    await mentor.say("flags", **on)
    assert (await mentor.hear("error"))["code"] == "video_full"
    assert (await newest.hear("presence"))["flags"]["cam"]
    assert not (await newest.hear("presence"))["flags"]["cam"]


async def test_the_mentor_removes_a_learner_for_good(call, web):
    mentor, learner = call
    await mentor.say("kick", to=learner.pid)
    assert await learner.closed() == 4003
    assert (await mentor.hear("peer-left"))["reason"] == "kicked"
    client = await db(web)(learner.user)
    answer = await db(client.post)(f"/api/sessions/{learner.session_id}/join/")
    assert (answer.status_code, answer.json()["code"]) == (403, "removed")


async def test_the_mentor_cannot_remove_themselves_or_a_stranger(call):
    mentor, _ = call
    for pid in (mentor.pid, "0" * 16):
        await mentor.say("kick", to=pid)
        assert (await mentor.hear("error"))["code"] == "no_such_peer"


async def test_a_mute_request_reaches_only_the_one_asked(call):
    mentor, learner = call
    await mentor.say("mute-req", to=learner.pid)
    assert (await learner.hear("mute-req"))["from"] == mentor.pid


async def test_the_end_closes_every_socket_and_settles_the_seats(call):
    mentor, learner = call
    await mentor.say("end")
    assert await learner.closed() == 4004
    assert await mentor.closed() == 4004
    assert learner.heard[-1]["t"] == "end"
    booking = await db(Booking.objects.get)(learner=learner.user)
    assert booking.state == "completed"
    assert booking.first_joined_at is not None
    stays = Participant.objects.filter(left_at=None, room__session_id=mentor.session_id)
    assert not await db(list)(stays.values())


async def test_a_room_that_ended_lets_nobody_in(call, knock):
    mentor, learner = call
    session = await db(Session.objects.get)(pk=learner.session_id)
    ticket = await db(ticket_for)(session, learner.user)
    await mentor.say("end")
    await learner.closed()
    seat = await knock(session, learner.user, token=ticket.token)
    assert await seat.closed() == 4004


async def test_whoever_gives_the_seat_back_leaves_the_lobby(a_room, enter):
    session, _, learner = a_room
    seat = await enter(session, learner)
    booking = await db(Booking.objects.get)(learner=learner)
    await db(leaving.cancel)(booking_id=booking.pk, actor=learner, expected=0)
    assert await seat.closed() == 4003


async def test_a_ping_is_answered_with_the_servers_clock(call):
    _, learner = call
    await learner.say("ping", id="p1")
    pong = await learner.hear("pong")
    assert pong["id"] == "p1"
    assert pong["now"] > 1_700_000_000_000


@pytest.mark.redis
async def test_a_quiet_socket_outlives_the_waiting_of_the_redis_layer(call):
    _, learner = call
    await asyncio.sleep(7)
    await learner.say("ping", id="p1")
    await learner.hear("pong")
