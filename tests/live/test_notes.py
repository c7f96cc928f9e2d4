"""Notes written together: everybody ends with the same text, whatever comes when."""

import pytest

from learning.models import Session
from live.models import Notes, NotesEdit
from live.own_data import collect
from live.queries import notes as queries
from live.services import entry, notes, rooms
from live.text_ops import apply
from peerlearn.accounts.signals import account_closed
from tests import factories
from tests.live.conftest import db, ticket_for


async def written(seat, rev, op, id):
    await seat.say("notes-edit", id=id, rev=rev, op=op)
    while True:
        frame = await seat.hear("notes-edit")
        if frame["id"] == id:
            return frame


async def test_two_who_write_at_once_end_with_the_same_text(call, enter):
    mentor, learner = call
    script = "<script>alert(1)</script>"
    await written(mentor, 0, [script], "a")
    first = await written(mentor, 1, [8, "M"], "b")
    second = await written(learner, 1, [8, "L", -1], "c")
    assert (first["rev"], second["rev"]) == (2, 3)
    assert second["mine"]
    assert second["op"] == [9, "L", -1]
    heard = await mentor.hear("notes-edit")
    assert (heard["from"], heard["op"], heard["mine"]) == (learner.user.name, [9, "L", -1], False)

    text = apply(apply(script, [8, "M"]), [9, "L", -1])
    await learner.say("notes", rev=None)
    frame = await learner.hear("notes")
    assert (frame["rev"], frame["text"]) == (3, text)
    await learner.say("notes", rev=1)
    log = (await learner.hear("notes-log"))["edits"]
    assert [(one["rev"], one["mine"]) for one in log] == [(2, False), (3, True)]
    assert await db(queries.text_of)(mentor.session_id) == text


async def test_a_change_sent_again_after_a_lost_line_counts_once(call, enter):
    mentor, learner = call
    await written(learner, 0, ["one"], "a")
    await learner.leave(1006)
    session = await db(Session.objects.get)(pk=learner.session_id)
    again = await enter(session, learner.user, resume_key=learner.resume_key)
    frame = await written(again, 1, ["one"], "a")
    assert (frame["rev"], frame["op"]) == (1, ["one"])
    assert await db(queries.text_of)(mentor.session_id) == "one"
    assert again.welcome["notes"] == {"rev": 1}


async def test_changes_that_cannot_be_are_refused_and_the_notes_go_on(call):
    mentor, learner = call
    await written(mentor, 0, ["🎓"], "a")
    for id, rev, op in (("far", 1, [9, "x"]), ("ahead", 7, ["x"])):
        await learner.say("notes-edit", id=id, rev=rev, op=op)
        refusal = await learner.hear("error")
        assert (refusal["code"], refusal["id"]) == ("bad_field", id)
    await mentor.say("notes-edit", id="half", rev=1, op=[1, "x"])
    assert (await mentor.hear("error"))["code"] == "bad_field"
    await mentor.say("notes-edit", id="big", rev=1, op=["x" * 20_000])
    assert (await mentor.hear("error"))["code"] == "notes_full"
    assert (await written(learner, 1, [2, "!"], "fine"))["rev"] == 2
    assert await db(queries.text_of)(mentor.session_id) == "🎓!"


@pytest.fixture
def lesson(db):
    """Return (session, pid of the mentor, pid of the learner, the learner) of a class that runs."""
    session = factories.session(starts_in=5, price=0)
    learner = factories.seat(session).learner
    rooms.start(session_id=session.pk, actor=session.mentor.user)
    pids = [
        entry.enter(
            session_id=session.pk, token=ticket_for(session, user).token, channel="c",
            viewer_id=None,
        ).pid
        for user in (session.mentor.user, learner)
    ]  # fmt: skip
    return session, *pids, learner


def test_the_text_stays_when_the_room_has_closed_and_how_it_came_about_does_not(lesson):
    session, mentor, _learner, _person = lesson
    notes.edit(pid=mentor, client_id="1", rev=0, op=["Read chapter 4"])
    rooms.end(session_id=session.pk, actor=session.mentor.user)
    assert queries.text_of(session.pk) == "Read chapter 4"
    assert not NotesEdit.objects.exists()


def test_whoever_is_too_far_behind_reads_the_text_anew(lesson, monkeypatch):
    session, mentor, learner, _person = lesson
    monkeypatch.setattr(notes, "MOST_BEHIND", 2)
    for number in range(3):
        notes.edit(pid=mentor, client_id=str(number), rev=number, op=["x"])
    with pytest.raises(notes.Refused, match="notes_stale"):
        notes.edit(pid=learner, client_id="late", rev=0, op=["y"])
    assert queries.text_of(session.pk) == "xxx"


def test_a_person_takes_the_notes_along_and_their_name_off_them(lesson):
    session, mentor, learner, person = lesson
    notes.edit(pid=learner, client_id="1", rev=0, op=["mine alone"])
    assert [one["text"] for one in collect(person)["notes"]] == ["mine alone"]
    notes.edit(pid=mentor, client_id="2", rev=1, op=[10, " and yours"])
    account_closed.send(None, user_id=person.pk)
    assert queries.text_of(session.pk) == "mine alone and yours"
    assert collect(person)["notes"] == []
    account_closed.send(None, user_id=session.mentor.user_id)
    assert queries.text_of(session.pk) == ""
    assert Notes.objects.get().rev == 3
