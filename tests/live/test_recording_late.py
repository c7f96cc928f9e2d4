"""What of a recording comes late: the last second, and what was recorded while a line was down."""

from datetime import timedelta

import pytest

from live.models import Participant, Recording, RecordingPart
from live.services import (
    entry,
    leases,
    presence,
    recording_chunks,
    recording_files,
    recordings,
    rooms,
)
from peerlearn.common.clock import now, travel
from tests import factories
from tests.live.conftest import ticket_for
from tests.support.films import chunks, film

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def running(web):
    """A class that is recorded: (session, mentor, learner, a function that hands in chunks)."""
    session = factories.session(starts_in=5, price=0)
    mentor, learner = session.mentor.user, factories.seat(session).learner
    rooms.start(session_id=session.pk, actor=mentor)
    for user in (mentor, learner):
        token = ticket_for(session, user).token
        entry.enter(session_id=session.pk, token=token, channel="c", viewer_id=None)
    recording = recordings.ask(session_id=session.pk, actor=mentor)
    say(session, learner, recording, yes=True)
    data, client = chunks(film(1)), web(mentor)

    def send(number, *, ended=None, last=False, part=1):
        told = {"ended": ended.isoformat()} if ended else {}
        query = told | ({"last": "true"} if last else {})
        answer = client.post(
            f"/api/recordings/{recording.pk}/parts/{part}/chunks/{number or 0}/",
            b"" if number is None else data[number],
            content_type="video/webm",
            query_params=query,
        )
        return answer.status_code, answer.json().get("code") or answer.json()["next"]

    return session, mentor, learner, send


def say(session, user, recording, *, yes):
    recordings.answer(session_id=session.pk, actor=user, recording_id=recording.pk, yes=yes)


def test_the_last_second_counts_after_the_end_and_the_film_waits_for_it(running):
    session, mentor, _learner, send = running
    assert send(0, ended=now()) == (200, 1)
    rooms.end(session_id=session.pk, actor=mentor)
    assert recording_files.sweep() == 0, "something may still come"
    assert send(1) == (409, "not_recording"), "nobody knows when it was recorded"
    assert send(1, ended=now() + 3 * SECOND) == (409, "not_recording")
    assert send(1, ended=now()) == (200, 2)
    assert send(2, ended=now() + SECOND, last=True) == (200, 3)
    assert send(2, ended=now() + SECOND, last=True) == (200, 3), "the answer was lost"
    assert send(3, ended=now()) == (409, "not_recording"), "the one before was the last"
    assert recording_files.sweep() == 1
    assert Recording.objects.get().files.get().seconds == 1


def test_the_film_of_a_browser_that_never_came_back_is_made_after_two_minutes(running):
    session, mentor, _learner, send = running
    send(0, ended=now())
    rooms.end(session_id=session.pk, actor=mentor)
    end = now()
    with travel(end + 119 * SECOND):
        assert recording_files.sweep() == 0
        assert send(1, ended=end) == (200, 2)
    with travel(end + 121 * SECOND):
        assert send(2, ended=end) == (409, "not_recording")
        assert recording_files.sweep() == 1


@pytest.mark.parametrize(("done", "awaited"), [(2, 1), (1, 2)])
def test_the_film_waits_for_each_part_until_nothing_more_of_it_is_said_to_follow(
    running, done, awaited
):
    session, mentor, learner, send = running
    recording = Recording.objects.get()
    send(0, ended=now())
    say(session, learner, recording, yes=False)
    recordings.ask(session_id=session.pk, actor=mentor)
    say(session, learner, recording, yes=True)
    send(0, ended=now(), part=2)
    rooms.end(session_id=session.pk, actor=mentor)
    assert send(None, last=True, part=done) == (200, 1)
    assert recording_files.sweep() == 0
    assert send(None, part=awaited) == (400, "chunk_empty")
    assert send(None, last=True, part=awaited) == (200, 1)
    assert recording_files.sweep() == 1


def test_what_a_line_that_was_down_kept_from_before_a_no_counts_and_nothing_after_it(running):
    session, mentor, learner, send = running
    begin, recording = now(), Recording.objects.get()
    send(0, ended=begin)
    with travel(begin + 30 * SECOND):
        say(session, learner, recording, yes=False)
    with travel(begin + 50 * SECOND):
        assert send(1, ended=begin + 29 * SECOND) == (200, 2)
        assert send(2, ended=begin + 31 * SECOND) == (409, "not_recording")
        recordings.ask(session_id=session.pk, actor=mentor)
        say(session, learner, recording, yes=True)
        assert send(0, ended=now(), part=2) == (200, 1)
        assert send(2, ended=begin + 30 * SECOND) == (200, 3), "beside the part that runs"


def test_who_lost_the_line_for_longer_than_their_seat_is_kept_loses_nothing_agreed_to(running):
    session, mentor, _learner, send = running
    begin = now()
    send(0, ended=begin)
    with travel(begin + 150 * SECOND):
        leases.sweep()
        assert Recording.objects.get().state == "paused"
    with travel(begin + 160 * SECOND):
        token = ticket_for(session, mentor).token
        entry.enter(session_id=session.pk, token=token, channel="d", viewer_id=None)
        assert send(1, ended=begin + 100 * SECOND) == (200, 2)
        assert send(2, ended=begin + 151 * SECOND) == (409, "not_recording")
        assert send(0, ended=now(), part=2) == (200, 1)


def test_who_had_left_before_it_ran_cannot_delete_it(running, web):
    session, mentor, learner, _send = running
    recordings.stop(session_id=session.pk, actor=mentor)
    presence.leave(pid=Participant.objects.get(user=learner).pid, reason="left")
    alone = recordings.ask(session_id=session.pk, actor=mentor)
    sent = {"recording_id": alone.pk, "part": 1, "number": 0, "actor": mentor, "data": film(1)}
    assert recording_chunks.take(**sent, last=True) == 1
    rooms.end(session_id=session.pk, actor=mentor)
    url = f"/room/{session.pk}/record/{alone.pk}/delete/"
    assert web(learner).post(url).status_code == 403
    assert url not in web(learner).get(f"/room/{session.pk}/record/").content.decode()
    assert web(mentor).post(url).status_code == 302
    assert Recording.objects.get(pk=alone.pk).deleted_reason == "mentor"


def test_a_moment_that_is_none_is_refused(running, web):
    _session, mentor, _learner, _send = running
    url = f"/api/recordings/{Recording.objects.get().pk}/parts/1/chunks/0/?ended=yesterday"
    answer = web(mentor).post(url, film(1), content_type="video/webm")
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["ended"]
    assert RecordingPart.objects.get().chunks == 0, "what was recorded who knows when is not kept"
