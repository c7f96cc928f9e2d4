"""Recording with everybody's consent: over the sockets, and what may be handed in meanwhile."""

import pytest
from asgiref.sync import sync_to_async
from django.db import DatabaseError

from live.enums import ConsentAct, DeletedReason, RecordingState
from live.models import Recording, RecordingConsent, RecordingPart
from live.services import recordings, rooms
from tests import factories
from tests.live.conftest import db
from tests.support.films import chunks, film


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


def send(client, rec, part, number, data, kind="video/webm"):
    url = f"/api/recordings/{rec}/parts/{part}/chunks/{number}/"
    return client.generic("POST", url, data, content_type=kind)


async def sent(client, *what):
    answer = await sync_to_async(send)(client, *what)
    return answer.status_code, answer.json()


@pytest.fixture
def late(a_room):
    """Somebody with a seat who is not there when the class begins."""
    person = factories.person("Late Lena")
    factories.seat(a_room[0], person)
    return person


@pytest.fixture
def other_class(transactional_db):
    """Another session: (session, its mentor, its learner)."""
    session = factories.session(starts_in=5, price=0)
    return session, session.mentor.user, factories.seat(session).learner


async def rec(seat, **expected):
    """Return the next news of the recording that says `expected`."""
    while True:
        frame = await seat.hear("rec")
        if all(frame[key] == value for key, value in expected.items()):
            return frame


async def asked(mentor, *others):
    """Let the mentor ask; returns the news the first of the others hears."""
    await mentor.say("rec-ask")
    return await rec(others[0], state="asked")


async def test_it_runs_once_all_agree_and_pauses_when_one_takes_it_back(call, web, folder):
    mentor, learner = call
    client = await sync_to_async(web)(mentor.user)
    told = await asked(mentor, learner)
    assert (told["agreed"], told["waiting"], told["mine"]) == (1, 1, "")
    id, data = told["rec"], chunks(film(1))
    assert (await sent(client, id, 1, 0, data[0]))[0] == 404
    await learner.say("rec-answer", rec=id, yes=True)
    told = await rec(mentor, state="running")
    assert (told["part"], told["recorder"], told["mine"]) == (1, mentor.pid, "yes")
    assert await sent(client, id, 1, 0, data[0]) == (200, {"next": 1})
    assert await sent(client, id, 1, 1, data[1]) == (200, {"next": 2})
    await learner.say("rec-answer", rec=id, yes=False)
    told = await rec(mentor, state="paused")
    assert (told["refused"], told["mine"]) == (1, "yes")
    status, body = await sent(client, id, 1, 2, data[2])
    assert (status, body["code"]) == (409, "not_recording")
    # A no is a no until the mentor asks again.
    await learner.say("rec-answer", rec=id, yes=True)
    assert (await learner.hear("error"))["code"] == "said_no"
    await mentor.say("rec-ask")
    assert (await rec(learner, asks=2))["mine"] == ""
    await learner.say("rec-answer", rec=id, yes=True)
    assert (await rec(mentor, state="running"))["part"] == 2
    # What belongs to the part before the pause stays out for good.
    assert (await sent(client, id, 1, 2, data[2]))[1]["code"] == "not_recording"
    part = await db(RecordingPart.objects.get)(number=1)
    assert (folder / part.path).read_bytes()[: part.size] == b"".join(data[:2])
    acts = [row.act async for row in RecordingConsent.objects.filter(user=learner.user)]
    assert acts == [ConsentAct.GIVEN, ConsentAct.WITHDRAWN, ConsentAct.GIVEN]


async def test_who_joins_late_pauses_it_until_they_agree_or_leave(late, call, a_room, enter):
    mentor, learner = call
    id = (await asked(mentor, learner))["rec"]
    await learner.say("rec-answer", rec=id, yes=True)
    await rec(mentor, state="running")
    third = await enter(a_room[0], late)
    assert third.welcome["rec"]["state"] == "paused"
    assert third.welcome["rec"]["mine"] == ""
    assert (await rec(mentor, state="paused"))["waiting"] == 1
    await third.say("rec-answer", rec=id, yes=False)
    assert (await rec(mentor, state="paused", refused=1))["waiting"] == 0
    await third.leave()
    assert (await rec(mentor, state="running"))["part"] == 2


async def test_it_waits_for_the_mentor_and_goes_on_in_a_new_part(call, a_room, enter):
    mentor, learner = call
    id = (await asked(mentor, learner))["rec"]
    await learner.say("rec-answer", rec=id, yes=True)
    await rec(learner, state="running")
    await mentor.leave()
    await rec(learner, state="paused")
    again = await enter(a_room[0], mentor.user)
    assert again.welcome["rec"] | {"rev": 0} == {
        "rec": id, "rev": 0, "state": "running", "asks": 1, "part": 2, "recorder": again.pid,
        "agreed": 2, "refused": 0, "waiting": 0, "mine": "yes",
    }  # fmt: skip


async def test_another_page_of_the_mentor_takes_over_in_a_new_part(call, a_room, enter, web):
    mentor, learner = call
    id = (await asked(mentor, learner))["rec"]
    await learner.say("rec-answer", rec=id, yes=True)
    await rec(learner, state="running")
    again = await enter(a_room[0], mentor.user)
    told = await rec(learner, state="running", part=2)
    assert told["recorder"] == again.pid != mentor.pid
    client = await sync_to_async(web)(mentor.user)
    data = chunks(film(1))[0]
    assert (await sent(client, id, 1, 0, data))[1]["code"] == "not_recording"
    assert await sent(client, id, 2, 0, data) == (200, {"next": 1})


async def test_learners_cannot_ask_or_stop_and_the_lobby_can_do_nothing(call, other_class, enter):
    mentor, learner = call
    await mentor.say("rec-ask")
    await rec(learner, state="asked", asks=1)
    for message in ("rec-ask", "rec-stop"):
        await learner.say(message)
        assert (await learner.hear("error"))["code"] == "not_mentor"
    going = await db(Recording.objects.get)()
    assert (going.state, going.asks) == (RecordingState.ASKED, 1)
    await mentor.say("rec-stop")
    await rec(learner, state="deleted")
    await learner.say("rec-answer", rec=999_999, yes=True)
    assert (await learner.hear("error"))["code"] == "no_recording"
    session, *people = other_class
    for user in people:
        waiting = await enter(session, user)
        await waiting.say("rec-answer", rec=1, yes=True)
        assert (await waiting.hear("error"))["code"] == "not_admitted"
    # A recording of another room is none of this one.
    id = (await asked(mentor, learner))["rec"]
    await db(rooms.start)(session_id=session.pk, actor=people[0])
    await waiting.hear("admitted")
    await waiting.say("rec-answer", rec=id, yes=True)
    assert (await waiting.hear("error"))["code"] == "no_recording"


async def test_chunks_come_in_order_from_who_records_and_are_films(call, web):
    mentor, learner = call
    id = (await asked(mentor, learner))["rec"]
    await learner.say("rec-answer", rec=id, yes=True)
    await rec(mentor, state="running")
    mine, other = [await sync_to_async(web)(seat.user) for seat in (mentor, learner)]
    data = chunks(film(1))
    status, body = await sent(mine, id, 1, 1, data[1])
    assert (status, body["code"], body["fields"]) == (409, "out_of_order", {"next": "0"})
    for junk, code in ((b"<script>" * 9, "not_a_recording"), (b"", "chunk_empty")):
        status, body = await sent(mine, id, 1, 0, junk)
        assert (status, body["code"]) == (400, code)
    assert (await sent(mine, id, 1, 0, b"\x1a\x45\xdf\xa3" + b"0" * 1_500_000))[0] == 413
    assert (await sent(mine, id, 1, 0, data[0], "application/json"))[0] == 415
    assert (await sent(other, id, 1, 0, data[0]))[0] == 404
    for _ in range(2):
        assert await sent(mine, id, 1, 0, data[0]) == (200, {"next": 1})
    assert (await db(RecordingPart.objects.get)()).size == len(data[0])


async def test_the_end_of_the_session_ends_the_recording(call, web):
    mentor, learner = call
    id = (await asked(mentor, learner))["rec"]
    await learner.say("rec-answer", rec=id, yes=True)
    await rec(mentor, state="running")
    client = await sync_to_async(web)(mentor.user)
    data = chunks(film(1))
    await sent(client, id, 1, 0, data[0])
    await mentor.say("end")
    await learner.hear("end")
    assert (await sent(client, id, 1, 1, data[1]))[1]["code"] == "not_recording"
    recording = await db(Recording.objects.get)()
    assert recording.state in (RecordingState.STOPPED, RecordingState.READY)
    assert recording.expires_at > recording.stopped_at


async def test_a_recording_that_nobody_agreed_to_leaves_nothing(call, folder):
    mentor, learner = call
    id = (await asked(mentor, learner))["rec"]
    await learner.say("rec-answer", rec=id, yes=False)
    await rec(mentor, refused=1)
    await mentor.say("rec-stop")
    await rec(learner, state="deleted")
    assert not await db(RecordingPart.objects.exists)()
    gone = await db(Recording.objects.get)()
    assert (gone.deleted_reason, gone.deleted_at) == (DeletedReason.EMPTY, gone.stopped_at)
    await mentor.say("rec-ask")
    assert (await rec(learner, state="asked"))["rec"] != id


async def test_what_somebody_said_can_be_neither_changed_nor_deleted(call):
    mentor, learner = call
    id = (await asked(mentor, learner))["rec"]
    await learner.say("rec-answer", rec=id, yes=False)
    await rec(mentor, refused=1)
    said = RecordingConsent.objects.filter(user=learner.user)
    for change in (lambda: said.update(act=ConsentAct.GIVEN), lambda: said._raw_delete("default")):
        with pytest.raises(DatabaseError, match="only added to"):
            await db(change)()
    assert [row.act async for row in said] == [ConsentAct.REFUSED]


async def test_an_ask_said_again_on_a_new_line_is_one_until_somebody_says_no(call):
    mentor, learner = call
    first = await asked(mentor, learner)
    await mentor.say("rec-ask")
    await learner.silent("rec")
    await learner.say("rec-answer", rec=first["rec"], yes=False)
    await rec(mentor, refused=1)
    await mentor.say("rec-ask")
    assert (await rec(learner, state="asked", asks=2))["rec"] == first["rec"]


async def test_who_says_no_is_not_asked_for_ever(call):
    mentor, learner = call
    for asks in range(1, recordings.MOST_ASKS + 1):
        await mentor.say("rec-ask")
        told = await rec(learner, asks=asks)
        await learner.say("rec-answer", rec=told["rec"], yes=False)
        await rec(mentor, refused=1)
    await mentor.say("rec-ask")
    assert (await mentor.hear("error"))["code"] == "asked_often"
    for _ in range(recordings.MOST_RECORDINGS - 1):
        await mentor.say("rec-stop")
        await mentor.say("rec-ask")
    await mentor.say("rec-stop")
    await mentor.say("rec-ask")
    assert (await mentor.hear("error"))["code"] == "asked_often"
    assert await db(Recording.objects.count)() == recordings.MOST_RECORDINGS
