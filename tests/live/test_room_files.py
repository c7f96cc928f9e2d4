"""Files in a room: what they are their content says, and who has no place in it never sees them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from live import file_links
from live.models import ChatMessage, Participant, RoomFile
from live.own_data import collect, files
from live.queries import files as queries
from live.services import entry, presence, rooms
from live.services.files import send as send_file
from live.services.files import sweep
from peerlearn.accounts.signals import account_closed
from peerlearn.common import clock
from tests import factories
from tests.accounts.test_picture import drawn
from tests.live.conftest import db as in_thread
from tests.live.conftest import ticket_for

PDF = b"%PDF-1.7 the notes"
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def lesson(db):
    """Return (session, mentor, learner) of a class that runs; the learner is in the call."""
    session = factories.session(starts_in=5, price=0)
    learner = factories.seat(session).learner
    rooms.start(session_id=session.pk, actor=session.mentor.user)
    token = ticket_for(session, learner).token
    entry.enter(session_id=session.pk, token=token, channel="c", viewer_id=None)
    return session, session.mentor.user, learner


def send(client, session, data=PDF, name="../../Notes.html", id="one"):
    file = SimpleUploadedFile(name, data, "text/html")
    return client.post(f"/api/sessions/{session.pk}/files/", {"id": id, "file": file})


def stored(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def follow(client, url):
    """Return the status and the body at the end of a file's address."""
    answer = client.get(url, follow=True)
    return answer.status_code, b"".join(answer) if answer.streaming else answer.content


def test_a_file_is_a_line_of_the_chat_once_however_often_it_is_sent(lesson, web, folder):
    session, mentor, learner = lesson
    client = web(learner)
    for _ in range(2):
        answer = send(client, session)
        assert (answer.status_code, answer.json()) == (201, {"id": "one", "seq": 1})
    line = ChatMessage.objects.get()
    assert (line.sender, line.file.name, line.file.size) == (learner, "Notes.pdf", len(PDF))
    assert [path.suffix for path in stored(folder)] == [".pdf"]
    assert list(queries.of_session(session.pk)) == [line.file]
    for user in (mentor, learner):
        answer = web(user).get(f"/room/{session.pk}/files/{line.file_id}/", follow=True)
        assert b"".join(answer) == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'attachment; filename="Notes.pdf"'
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "(sent the file Notes.pdf)" in client.get(f"/room/{session.pk}/chat/").content.decode()


class SentOnTheWay(SimpleUploadedFile):
    """A file that, while it is being read, comes by a second line under the same id."""

    def __init__(self, send_also):
        super().__init__("Notes.pdf", PDF)
        self.send_also = send_also

    def read(self, *size):
        if also := self.send_also:
            self.send_also = None
            also()
        return super().read(*size)


def test_of_a_file_that_comes_twice_at_once_one_is_kept(lesson, web, folder):
    session, _mentor, learner = lesson
    file = SentOnTheWay(lambda: send(web(learner), session))
    line = send_file(session_id=session.pk, actor=learner, client_id="one", file=file)
    assert line == ChatMessage.objects.get()
    assert file.send_also is None
    assert [str(path.relative_to(folder)) for path in stored(folder)] == [line.file.file.name]


def test_a_picture_is_drawn_anew_and_has_a_small_copy(lesson, web, folder):
    session, mentor, learner = lesson
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    photo = drawn((900, 600), "JPEG", exif=exif)
    assert b"where I live" in photo
    assert send(web(learner), session, photo, "me.txt").status_code == 201
    found = RoomFile.objects.get()
    assert (found.name, found.width, found.height) == ("me.webp", 640, 427)
    large, small = (
        follow(web(mentor), f"/room/{session.pk}/files/{found.pk}/{size}")[1]
        for size in ("", "small/")
    )
    assert b"where I live" not in large
    assert 0 < len(small) < len(large)


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("notes.pdf", PAGE, 400, "not_a_material"),
        ("me.png", b"\x89PNG\r\n\x1a\n" + PAGE, 400, "not_an_image"),
        ("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 400, "not_a_material"),
        ("run.txt", b"MZ\x90\x00\x03\xff", 400, "not_a_material"),
        ("empty.pdf", b"", 400, "material_empty"),
        ("big.pdf", PDF + b"\n" * 15 * 1024 * 1024, 413, "material_too_large"),
    ],
)
def test_a_file_that_lies_or_is_too_big_is_refused(lesson, web, folder, name, data, status, code):
    session, _mentor, learner = lesson
    answer = send(web(learner), session, data, name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not RoomFile.objects.exists()
    assert stored(folder) == []


def test_only_who_is_in_the_call_sends_and_only_while_it_runs(lesson, web):
    session, mentor, learner = lesson
    for user, status, code in (
        (factories.person(), 403, "not_in_this_room"), (mentor, 403, "not_admitted"),
    ):  # fmt: skip
        answer = send(web(user), session)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert send(web(learner), session, id="<b>").status_code == 400
    rooms.end(session_id=session.pk, actor=mentor)
    assert send(web(learner), session).json()["code"] == "not_admitted"


def test_files_end_with_what_a_room_holds(lesson, web, folder, monkeypatch):
    session, _mentor, learner = lesson
    monkeypatch.setattr("live.services.files.MOST_OF_PERSON", 1)
    assert send(web(learner), session).status_code == 201
    answer = send(web(learner), session, id="two")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_files")
    assert len(stored(folder)) == 1
    monkeypatch.setattr("live.services.files.MOST_OF_PERSON", 9)
    monkeypatch.setattr("live.services.files.MOST_BYTES_IN_ROOM", 2 * len(PDF) - 1)
    assert send(web(learner), session, id="three").json()["code"] == "too_many_files"


def test_nothing_is_sent_from_the_lobby(db, web):
    session = factories.session(starts_in=5, price=0)
    learner = factories.seat(session).learner
    token = ticket_for(session, learner).token
    entry.enter(session_id=session.pk, token=token, channel="c", viewer_id=None)
    answer = send(web(learner), session)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_admitted")


def test_a_link_is_good_for_one_person_and_five_minutes(lesson, web):
    session, mentor, learner = lesson
    send(web(learner), session)
    url = f"/room/{session.pk}/files/{RoomFile.objects.get().pk}/"
    assert web(factories.person()).get(url).status_code == 403
    link = web(learner).get(url).url
    assert follow(web(learner), link) == (200, PDF)
    assert follow(web(mentor), link)[0] == 404
    assert web(learner).get(link[:-3] + "xx/").status_code == 404
    with clock.travel(clock.now() + timedelta(minutes=6)):
        assert web(learner).get(link).status_code == 410
    presence.kick(session_id=session.pk, pid=Participant.objects.get(user=learner).pid)
    assert web(learner).get(link).status_code == 403


def test_a_file_of_another_room_is_not_found_in_mine(lesson, web):
    session, _mentor, learner = lesson
    send(web(learner), session)
    other = factories.session(starts_in=5, price=0)
    found = RoomFile.objects.get()
    client = web(other.mentor.user)
    assert client.get(f"/room/{other.pk}/files/{found.pk}/").status_code == 404
    assert client.get(f"/room/{session.pk}/files/{found.pk}/").status_code == 403
    link = file_links.Link(session.pk, found.pk, small=False)
    key = file_links.sign(link, user_id=other.mentor.user_id)
    assert client.get(reverse("room-file-link", args=[key])).status_code == 403


def test_a_file_goes_with_the_account_and_into_its_copy(
    lesson, web, folder, django_capture_on_commit_callbacks
):
    session, _mentor, learner = lesson
    send(web(learner), session)
    assert [one["name"] for one in collect(learner)["files"]] == ["Notes.pdf"]
    ((name, opened),) = files(learner)
    assert name.endswith("-Notes.pdf")
    with opened() as file:
        assert file.read() == PDF
    with django_capture_on_commit_callbacks(execute=True):
        account_closed.send(None, user_id=learner.pk)
    assert stored(folder) == []
    line = ChatMessage.objects.get()
    assert (line.text, line.file) == ("…", None)


async def test_everybody_in_the_call_hears_of_a_file(call, web, enter):
    mentor, learner = call
    client = await in_thread(web)(learner.user)
    session = type("Room", (), {"pk": learner.session_id})
    await in_thread(send)(client, session, drawn())
    heard = await mentor.hear("chat")
    assert heard["file"]["name"] == "Notes.webp"
    assert heard["file"]["preview"] == heard["file"]["url"] + "small/"
    assert not heard["mine"]
    assert (await learner.hear("chat"))["mine"]
    await mentor.say("since", seq=0)
    (line,) = (await mentor.hear("chat-log"))["messages"]
    assert line["file"] == heard["file"]


def test_a_file_is_deleted_when_its_time_is_over_and_its_name_stays(
    lesson, web, folder, settings, django_capture_on_commit_callbacks
):
    session, mentor, learner = lesson
    settings.CHAT_FILES_KEEP_DAYS = 30
    token = ticket_for(session, mentor).token
    entry.enter(session_id=session.pk, token=token, channel="m", viewer_id=None)
    send(web(learner), session)
    send(web(learner), session, drawn(), "board.png", id="two")
    rooms.end(session_id=session.pk, actor=mentor)
    record, link = f"/room/{session.pk}/record/", f"/room/{session.pk}/files/"
    first, _second = RoomFile.objects.all()
    with clock.travel(clock.now() + timedelta(days=29)):
        assert sweep() == 0
        assert link in web(mentor).get(record).content.decode()
    assert len(stored(folder)) == 3
    with clock.travel(clock.now() + timedelta(days=31)):
        with django_capture_on_commit_callbacks(execute=True):
            assert sweep() == 2
        assert sweep() == 0
        assert stored(folder) == []
        html = web(mentor).get(record).content.decode()
        assert (link in html, "Notes.pdf" in html, "deleted on" in html) == (False, True, True)
        assert web(learner).get(f"{link}{first.pk}/").status_code == 404
    assert (list(files(learner)), collect(learner)["files"]) == ([], [])
    assert "(sent the file Notes.pdf)" in web(mentor).get(f"/room/{session.pk}/chat/").text
    account_closed.send(None, user_id=learner.pk)
    assert not RoomFile.objects.exists()
