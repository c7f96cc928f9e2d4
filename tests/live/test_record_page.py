"""The record of a session: who sees it, its recording from chunks to a film, links, deleting."""

from datetime import timedelta

import pytest

from learning.models import Booking
from live.enums import DeletedReason, RecordingState
from live.models import Participant, Recording, RecordingFile
from live.services import chat, entry, recording_chunks, recording_files, recordings, rooms
from peerlearn.accounts.exports import parts as exported
from peerlearn.accounts.signals import account_closed
from peerlearn.common.clock import now, travel
from peerlearn.notifications.models import Notice
from tests import factories
from tests.live.conftest import ticket_for
from tests.support.films import chunks, film, length_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def running():
    """A class in which mentor and learner agreed: (session, mentor, learner, recording)."""
    session = factories.session(starts_in=5, price=0)
    mentor, learner = session.mentor.user, factories.seat(session).learner
    rooms.start(session_id=session.pk, actor=mentor)
    for user in (mentor, learner):
        token = ticket_for(session, user).token
        entry.enter(session_id=session.pk, token=token, channel="c", viewer_id=None)
    recording = recordings.ask(session_id=session.pk, actor=mentor)
    recordings.answer(session_id=session.pk, actor=learner, recording_id=recording.pk, yes=True)
    return session, mentor, learner, recording


@pytest.fixture
def recorded(running, django_capture_on_commit_callbacks):
    """The same when it is over and its film is made."""
    session, mentor, _learner, recording = running
    pieces = chunks(film(2))
    for number, data in enumerate(pieces):
        last = number == len(pieces) - 1
        recording_chunks.take(
            recording_id=recording.pk, part=1, number=number, actor=mentor, data=data, last=last
        )
    rooms.end(session_id=session.pk, actor=mentor)
    with django_capture_on_commit_callbacks(execute=True):
        recording_files.prepare(recording_id=recording.pk)
    return running


def page(client, session):
    answer = client.get(f"/room/{session.pk}/record/")
    return answer.status_code, answer.content.decode()


def whole(client, link, **how):
    """Return (status, bytes) of a file sent whole."""
    answer = client.get(link, **how)
    # The client closes the file once all of it was read.
    return answer.status_code, b"".join(answer) if answer.streaming else answer.content


def link_in(html):
    return "/room/recording/" + html.split('src="/room/recording/')[1].split('"')[0]


def test_the_film_is_made_told_and_watched_by_the_two_sides_only(web, recorded, folder):
    session, mentor, learner, recording = recorded
    recording.refresh_from_db()
    assert recording.state == RecordingState.READY
    assert [one.name for one in folder.rglob("*") if one.is_file()] == [f"{recording.pk}-1.webm"]
    told = Notice.objects.filter(kind="recording_ready").values_list("user_id", flat=True)
    assert set(told) == {mentor.pk, learner.pk}
    for user in (mentor, learner):
        status, html = page(web(user), session)
        assert status == 200
        assert length_of(whole(web(user), link_in(html))[1]) == pytest.approx(2, abs=0.3)
    link = link_in(page(web(learner), session)[1])
    stranger = factories.person()
    assert web(stranger).get(link).status_code == 404
    assert web(mentor).get(link).status_code == 404
    assert page(web(stranger), session)[0] == 403
    with travel(now() + 3 * HOUR):
        assert web(learner).get(link).status_code == 410
    Booking.objects.update(state="cancelled")
    assert web(learner).get(link).status_code == 403


def test_a_film_is_wound_by_pieces(web, recorded):
    session, _, learner, _ = recorded
    client = web(learner)
    link = link_in(page(client, session)[1])
    _, data = whole(client, link)
    for asked, expected in (
        ("bytes=0-9", data[:10]),
        ("bytes=10-", data[10:]),
        ("bytes=-5", data[-5:]),
    ):
        answer = client.get(link, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (206, expected)
    assert answer["Content-Range"] == f"bytes {len(data) - 5}-{len(data) - 1}/{len(data)}"
    assert client.get(link, headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    for odd in ("bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"):
        assert whole(client, link, headers={"Range": odd})[0] in (200, 416)


def test_before_the_end_there_is_no_record(web, running):
    status, html = page(web(running[2]), running[0])
    assert status == 409
    assert "once it is over" in html


def test_who_is_in_it_takes_the_consent_back_and_it_is_gone_for_everybody(
    web, recorded, folder, django_capture_on_commit_callbacks
):
    session, mentor, learner, recording = recorded
    other = factories.person()
    url = f"/room/{session.pk}/record/{recording.pk}/delete/"
    assert web(other).post(url).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert web(learner).post(url).status_code == 302
    recording.refresh_from_db()
    assert (recording.state, recording.deleted_reason) == ("deleted", DeletedReason.CONSENT)
    assert not [one for one in folder.rglob("*") if one.is_file()]
    assert "took their consent back" in page(web(mentor), session)[1]
    assert web(mentor).post(url).status_code == 302
    receipt = web(learner).get(f"/room/{session.pk}/record/consent/").content.decode()
    assert "Agreed" in receipt
    assert "Took the consent back" in receipt
    assert "Picture and sound of everybody" in receipt


def test_it_is_deleted_when_its_time_is_over(recorded, folder, django_capture_on_commit_callbacks):
    recording = recorded[3]
    assert recording_files.sweep() == 0
    with travel(now() + timedelta(days=91)), django_capture_on_commit_callbacks(execute=True):
        assert recording_files.sweep() == 1
    recording.refresh_from_db()
    assert recording.deleted_reason == DeletedReason.EXPIRED
    assert not [one for one in folder.rglob("*") if one.is_file()]


def test_a_closed_account_takes_its_recordings_along_and_an_export_names_them(
    recorded, folder, django_capture_on_commit_callbacks
):
    _session, _mentor, learner, recording = recorded
    rooms_part = next(part for part in exported() if part.key == "rooms")
    assert [line["act"] for line in rooms_part.collect(learner)["recorded"]] == ["given"]
    with django_capture_on_commit_callbacks(execute=True):
        account_closed.send(None, user_id=learner.pk)
    recording.refresh_from_db()
    assert recording.deleted_reason == DeletedReason.ACCOUNT
    assert not RecordingFile.objects.exists()
    assert not [one for one in folder.rglob("*") if one.is_file()]


def test_what_is_no_film_is_tried_three_times_and_then_failed(running):
    session, mentor, _, recording = running
    junk = b"\x1a\x45\xdf\xa3" + b"\x01" * 500
    recording_chunks.take(
        recording_id=recording.pk, part=1, number=0, actor=mentor, data=junk, last=True
    )
    recordings.stop(session_id=session.pk, actor=mentor)
    for number in range(3):
        with travel(now() + number * HOUR):
            assert recording_files.prepare(recording_id=recording.pk)
            assert not recording_files.prepare(recording_id=recording.pk)
    recording.refresh_from_db()
    assert recording.state == RecordingState.FAILED


def test_a_recording_left_open_by_a_lost_room_is_ended_and_a_full_one_refused(running, settings):
    session, mentor, _, recording = running
    settings.RECORDING_MAX_MEGABYTES = 0
    with pytest.raises(Exception, match="as large as one may get"):
        recording_chunks.take(
            recording_id=recording.pk, part=1, number=0, actor=mentor, data=film(1)
        )
    Participant.objects.update(left_at=now())
    session.room.state = "closed"
    session.room.save()
    assert recording_files.sweep() == 1
    assert Recording.objects.get().state == RecordingState.DELETED


def test_the_after_card_the_booking_and_the_past_sessions_lead_here(web, recorded):
    session, mentor, learner, _ = recorded
    address = f'href="/room/{session.pk}/record/"'
    booking = Booking.objects.get(session=session)
    pages = [
        (mentor, f"/room/{session.pk}/"),
        (learner, f"/room/{session.pk}/"),
        (learner, f"/bookings/{booking.pk}/"),
        (mentor, "/mentor/sessions/past/"),
    ]
    for user, url in pages:
        assert address in web(user).get(url).content.decode(), url


def test_addresses_in_the_chat_are_links_on_the_record_and_scripts_stay_text(web):
    session = factories.session(starts_in=5, price=0)
    learner = factories.seat(session).learner
    rooms.start(session_id=session.pk, actor=session.mentor.user)
    token = ticket_for(session, learner).token
    stay = entry.enter(session_id=session.pk, token=token, channel="c", viewer_id=None)
    text = "See https://example.org/a?b=1&c=2 <script>alert(1)</script>"
    chat.post(chat.Said(stay.room_id, learner, "1", text))
    rooms.end(session_id=session.pk, actor=session.mentor.user)
    html = web(learner).get(f"/room/{session.pk}/record/").content.decode()
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html
