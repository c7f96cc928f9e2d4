"""The whiteboard through the room's socket: who draws, what all see, what stays."""

import pytest
from channels.db import database_sync_to_async
from django.db import connection

from live import own_data
from live.limits import RATES
from live.models import BoardPage, BoardStep
from live.receivers import forget_person
from live.services import board, rooms
from peerlearn.common.errors import Conflict
from tests.live.conftest import db
from tests.live.test_board_ops import BOX, NOTE, PEN, WORDS, add

CLEAR = [{"o": "clear"}]


async def draw(seat, id, *ops, page=1):
    """Draw, and wait until one sees it oneself."""
    await seat.say("wb", id=id, page=page, ops=list(ops))
    while (seen := await seat.hear("wb"))["id"] != id:
        pass
    return seen


async def load(seat, page=1):
    await seat.say("wb-load", page=page)
    return await seat.hear("wb-snapshot")


async def refused(seat, t, **data):
    await seat.say(t, id="x", **data)
    return (await seat.hear("error"))["code"]


def standing(snapshot):
    """Return the ids on a page as a client counts them."""
    adds = [op["item"]["id"] for s in snapshot["steps"] if not s["undone"] for op in s["ops"]]
    return [item["id"] for item in snapshot["base"]] + adds


async def test_what_one_draws_all_see_in_one_order_and_a_late_joiner_too(call, enter):
    mentor, learner = call
    first = await draw(mentor, "s1", add(PEN))
    seen = await learner.hear("wb")
    assert (seen["seq"], seen["mine"], first["mine"]) == (first["seq"], False, True)
    assert seen["ops"] == [add(PEN)]
    await draw(learner, "s2", add(BOX))
    assert (await mentor.hear("wb"))["seq"] == 2
    await learner.say("wb", id="s2", page=1, ops=[add(BOX)])
    assert (await learner.hear("ack"))["seq"] == 2, "a resend is the same step"
    again = await enter(await db(lambda: BoardPage.objects.get().room.session)(), learner.user)
    snapshot = await load(again)
    assert [(s["seq"], s["mine"]) for s in snapshot["steps"]] == [(1, False), (2, True)]
    assert await db(BoardStep.objects.count)() == 2


async def test_everybody_takes_back_their_own_steps_alone(call):
    mentor, learner = call
    await draw(mentor, "m1", add(PEN))
    await draw(learner, "l1", add(BOX))
    await draw(learner, "l2", add(NOTE))
    await mentor.say("wb-undo", page=1, redo=False)
    told = await learner.hear("wb-undo")
    assert (told["step"], told["undone"], told["seq"]) == (1, True, 4)
    assert standing(await load(learner)) == ["b", "n"]
    for _ in range(2):
        await learner.say("wb-undo", page=1, redo=False)
        await learner.hear("wb-undo")
    await learner.say("wb-undo", page=1, redo=False)
    await learner.silent("wb-undo")
    await learner.say("wb-undo", page=1, redo=True)
    assert (await learner.hear("wb-undo"))["step"] == 2, "the last taken back comes first"
    await draw(learner, "l3", add(WORDS))
    await learner.say("wb-undo", page=1, redo=True)
    await learner.silent("wb-undo")
    assert standing(await load(learner)) == ["b", "t"]


async def test_the_mentor_turns_pages_and_holds_the_learners_hands(call):
    mentor, learner = call
    assert learner.welcome["surface"]["page"] == 1
    await mentor.say("surface", name="board")
    assert (await learner.hear("surface"))["name"] == "board"
    await mentor.say("wb-turn", page=2)
    told = await learner.hear("surface")
    assert (told["page"], told["pages"]) == (2, 2)
    await draw(learner, "l1", add(PEN), page=2)
    assert (await load(learner, page=1))["steps"] == []
    assert await refused(mentor, "wb-turn", page=4) == "no_page"
    assert await refused(mentor, "wb", page=9, ops=CLEAR) == "no_page"
    await mentor.say("wb-allow", on=False)
    assert (await learner.hear("surface"))["learners_draw"] is False
    for t, data in (
        ("wb", {"page": 1, "ops": CLEAR}),
        ("wb-undo", {"page": 2, "redo": False}),
        ("wb-live", {"page": 1, "live": {"laser": True, "c": "red", "w": 4, "p": [1, 2]}}),
    ):
        assert await refused(learner, t, **data) == "hands_off", t
    for t, data in (
        ("wb-turn", {"page": 1}),
        ("wb-allow", {"on": True}),
        ("surface", {"name": ""}),
        ("slide", {"deck": 1, "number": 1}),
    ):
        assert await refused(learner, t, **data) == "not_mentor", t
    assert standing(await load(mentor, page=2)) == ["a"]


async def test_a_pointer_is_shown_and_never_stored(call):
    mentor, learner = call
    live = {"laser": True, "c": "red", "w": 6, "p": [10, 10, 20, 20]}
    await mentor.say("wb-live", page=1, live=live)
    told = await learner.hear("wb-live")
    assert (told["pid"], told["live"]) == (mentor.pid, live)
    assert await db(BoardPage.objects.count)() == 0


async def test_a_pointer_asks_the_database_once_and_stops_at_the_mentors_word(call):
    mentor, learner = call
    where = {"page": 1, "live": {"laser": True, "c": "red", "w": 6, "p": [10, 10]}}
    await db(_listen)()
    for _ in range(5):
        await learner.say("wb-live", **where)
        await mentor.hear("wb-live")
    assert await db(_asked_for)("live_surface") == 1
    await mentor.say("wb-allow", on=False)
    await learner.hear("surface")
    assert await refused(learner, "wb-live", **where) == "hands_off"


def _listen():
    connection.force_debug_cursor = True
    connection.queries_log.clear()


def _asked_for(table):
    connection.force_debug_cursor = False
    return sum(table in one["sql"] for one in connection.queries)


async def test_nobody_draws_from_the_lobby(a_room, enter):
    session, mentor, _ = a_room
    seat = await enter(session, mentor)
    assert seat.welcome["surface"] is None
    for t, data in (
        ("wb", {"page": 1, "ops": CLEAR}),
        ("wb-undo", {"page": 1, "redo": False}),
        ("wb-load", {"page": 1}),
        ("wb-live", {"page": 1, "live": {"laser": True, "c": "red", "w": 4, "p": [1, 2]}}),
        ("wb-turn", {"page": 1}),
        ("wb-allow", {"on": True}),
        ("surface", {"name": "board"}),
        ("slide", {"deck": 1, "number": 1}),
    ):
        assert await refused(seat, t, **data) == "not_admitted", t


async def test_what_is_too_big_or_nonsense_is_refused_and_the_board_goes_on(call):
    _, learner = call
    strokes = [add(PEN | {"id": f"p{n}", "p": [1234, 567] * 150}) for n in range(12)]
    assert await refused(learner, "wb", page=1, ops=strokes) == "frame_too_big"
    assert await refused(learner, "wb", page=1, ops=[{"o": "dance"}]) == "bad_field"
    await draw(learner, "l1", add(PEN))
    assert standing(await load(learner)) == ["a"]


async def test_too_much_at_once_is_refused(a_room, enter, monkeypatch):
    monkeypatch.setitem(RATES, "board", (0.01, 1))
    session, mentor, _ = a_room
    await db(rooms.start)(session_id=session.pk, actor=mentor)
    seat = await enter(session, mentor)
    await draw(seat, "m1", add(PEN))
    assert await refused(seat, "wb", page=1, ops=CLEAR) == "slow_down"


async def test_old_steps_become_one_base_and_the_page_stays_as_it_is(call, monkeypatch):
    monkeypatch.setattr(board, "COMPACT_AT", 12)
    monkeypatch.setattr(board, "KEEP", 4)
    mentor, learner = call

    @database_sync_to_async
    def many():
        for n in range(12):
            seat, item = (learner, WORDS) if n % 2 else (mentor, PEN)
            ops = [add(item | {"id": f"i{n}"})]
            board.draw(pid=seat.pid, client_id=f"c{n}", page=1, ops=ops)
            if n == 2:
                board.take_back(pid=mentor.pid, page=1, redo=False)

    await many()
    snapshot = await load(mentor)
    assert (len(snapshot["base"]), len(snapshot["steps"])) == (7, 4)
    assert standing(snapshot) == [f"i{n}" for n in range(12) if n != 2]
    assert "by" not in snapshot["base"][0], "a number of a person is nobody's business"
    monkeypatch.setattr(board, "MOST_BYTES", 10)
    assert await refused(mentor, "wb", page=1, ops=[add(BOX)]) == "page_full"
    await db(forget_person)(user_id=learner.user.pk)
    words = {i["t"] for i in (await load(mentor))["base"] if "t" in i}
    assert words == {"…"}


async def test_a_page_is_a_picture_for_the_people_of_the_room_also_afterwards(call, web):
    mentor, learner = call
    await draw(learner, "l1", add(WORDS | {"t": "<script>alert(1)</script>"}))

    @database_sync_to_async
    def look():
        session = BoardPage.objects.get().room.session
        url = f"/room/{session.pk}/board/1/"
        before = web(learner.user).get(url)
        rooms.end(session_id=session.pk, actor=mentor.user)
        after = web(mentor.user).get(url)
        with pytest.raises(Conflict, match="closed"):
            board.draw(pid=mentor.pid, client_id="late", page=1, ops=CLEAR)
        missing = web(mentor.user).get(f"/room/{session.pk}/board/2/")
        return before, after, missing

    before, after, missing = await look()
    assert before["Content-Type"].startswith("image/svg+xml")
    assert before["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"<script>" not in before.content
    assert after.content == before.content
    assert missing.status_code == 404
    (step,) = await db(lambda: list(own_data.collect(learner.user)["board"]))()
    assert step["ops"][0]["item"]["t"].startswith("<script>")
