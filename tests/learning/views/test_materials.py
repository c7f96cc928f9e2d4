"""Files and links: handed out by the mentor, opened by those with a seat, by nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learning.enums import BookingState
from learning.models import Booking, Material, Session
from learning.services import closing, editing, forgetting, materials
from peerlearn.common.clock import travel
from tests import factories as make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 the notes"
LINK = "https://example.org/slides"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def news(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def status(answer):
    for _ in answer if answer.streaming else ():
        pass  # read to its end, a file is closed
    return answer.status_code


@pytest.fixture
def session():
    return make.session(price=0, capacity=3)


@pytest.fixture
def mentor(session):
    return logged_in(session.mentor.user)


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def pdf(name="Notes.pdf", data=PDF):
    return SimpleUploadedFile(name, data, "text/html")


def url(session, *rest):
    return f"/mentor/sessions/{session.pk}/materials/" + "".join(f"{part}/" for part in rest)


def filed(session, name="Notes.pdf"):
    return materials.add_file(
        session_id=session.pk, actor=session.mentor.user, file=pdf(name), title=""
    )


def stored(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_and_a_link_are_added_on_a_page_that_needs_no_script(mentor, session, folder):
    assert mentor.get(url(session)).status_code == 200
    assert mentor.post(url(session), {"file": pdf("../../Notes.html")}).url == url(session)
    assert mentor.post(url(session), {"url": LINK, "title": "Slides"}).url == url(session)
    first, second = Material.objects.all()
    assert (first.title, first.ending, first.size) == ("Notes", "pdf", len(PDF))
    assert (second.title, second.host) == ("Slides", "example.org")
    assert [path.suffix for path in stored(folder)] == [".pdf"]
    for page in (url(session), f"/mentor/sessions/{session.pk}/"):
        text = mentor.get(page).content.decode()
        assert "Notes" in text
        assert LINK in text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"url": LINK, "file": "pdf"},
        {"url": "javascript:alert(1)", "title": "My title"},
        {"file": "page"},
        {"file": "empty"},
        {"url": LINK, "title": "x" * 121},
    ],
)
def test_what_is_refused_is_said_beside_what_was_typed(mentor, session, sent, folder):
    files = {"pdf": PDF, "page": b"<html></html>", "empty": b""}
    if "file" in sent:
        sent = sent | {"file": pdf(data=files[sent["file"]])}
    answer = mentor.post(url(session), sent)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "data-form-errors" in text
    assert sent.get("title", "") in text
    assert not Material.objects.exists()
    assert not stored(folder)


def test_only_a_seat_opens_the_file(mentor, session):
    made, learner = filed(session), make.person()
    address = f"/materials/{made.pk}/"
    assert Client().get(address).status_code == 302
    theirs = logged_in(learner)
    assert theirs.get(address).status_code == 404
    assert logged_in(make.mentor().user).get(address).status_code == 404
    booking = make.seat(session, learner)
    for state in (BookingState.CONFIRMED, BookingState.COMPLETED, BookingState.NO_SHOW_LEARNER):
        Booking.objects.filter(pk=booking.pk).update(state=state)
        assert status(theirs.get(address)) == 200, state
    for state in set(BookingState) - {"confirmed", "completed", "no_show_learner", "held"}:
        Booking.objects.filter(pk=booking.pk).update(state=state)
        assert theirs.get(address).status_code == 404, state
    assert status(mentor.get(address)) == 200


def test_a_seat_that_is_only_held_opens_nothing():
    session = make.session(price=45_000)
    made, learner = filed(session), make.person()
    make.seat(session, learner)
    assert logged_in(learner).get(f"/materials/{made.pk}/").status_code == 404


def test_the_download_is_never_shown_in_place(mentor, session):
    made = filed(session, "a/b\\c\u202e.pdf")
    answer = mentor.get(f"/materials/{made.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"]


def test_the_booking_lists_them_and_the_public_page_tells_how_many(session):
    filed(session)
    learner = make.person()
    booking = make.seat(session, learner)
    theirs = logged_in(learner)
    for page in (booking.get_absolute_url(), session.get_absolute_url()):
        assert "/materials/" in theirs.get(page).content.decode(), page
    public = Client().get(session.get_absolute_url()).content.decode()
    assert "1 file or link" in public
    assert "Notes" not in public
    closing.cancel(session_id=session.pk, actor=session.mentor.user, reason="Ill.")
    assert "/materials/" not in theirs.get(booking.get_absolute_url()).content.decode()


def test_they_are_put_in_order_and_taken_away(mentor, session, folder, news):
    made = [filed(session, f"{name}.pdf") for name in "abc"]
    mentor.post(url(session, made[2].pk), {"to": "1"})
    assert [one.title for one in Material.objects.all()] == ["c", "a", "b"]
    with news():
        mentor.post(url(session, made[0].pk))
    assert [one.title for one in Material.objects.all()] == ["c", "b"]
    assert len(stored(folder)) == 2
    assert mentor.post(url(session, made[0].pk)).status_code == 404


def test_somebody_elses_session_and_a_cancelled_one_take_nothing(mentor, session):
    other = logged_in(make.mentor().user)
    made = filed(session)
    assert other.get(url(session)).status_code == 404
    assert other.post(url(session), {"url": LINK}).status_code == 404
    assert other.post(url(session, made.pk)).status_code == 404
    closing.cancel(session_id=session.pk, actor=session.mentor.user, reason="Ill.")
    assert mentor.post(url(session), {"url": LINK}).status_code == 409
    assert Material.objects.count() == 1


def test_a_session_takes_twelve_and_a_mentor_a_share_of_the_space(mentor, session, monkeypatch):
    for _ in range(materials.MOST_MATERIALS):
        assert mentor.post(url(session), {"url": LINK}).status_code == 302
    assert mentor.post(url(session), {"url": LINK}).status_code == 409
    monkeypatch.setattr(materials, "MOST_OF_MENTOR", 2 * len(PDF))
    draft = make.draft(by=session.mentor)
    first, last = filed(draft), None
    copy = editing.duplicate(session_id=draft.pk, actor=session.mentor.user)
    last = filed(copy)
    assert first.file.name != last.file.name
    assert mentor.post(url(copy), {"file": pdf()}).status_code == 409


def test_copies_share_the_file_until_the_last_is_gone(session, folder, news):
    draft = make.draft(by=session.mentor)
    filed(draft)
    copy = editing.duplicate(session_id=draft.pk, actor=session.mentor.user)
    assert copy.materials.get().title == "Notes"
    with news():
        editing.delete_draft(session_id=draft.pk, actor=session.mentor.user)
    assert len(stored(folder)) == 1
    with news():
        editing.delete_draft(session_id=copy.pk, actor=session.mentor.user)
    assert not stored(folder)


def test_a_copy_of_a_lesson_for_one_has_none_of_its_files(session):
    filed(session)
    Session.objects.filter(pk=session.pk).update(kind="private")
    copy = editing.duplicate(session_id=session.pk, actor=session.mentor.user)
    assert not copy.materials.exists()


def test_an_account_that_is_deleted_takes_its_files_along(session, folder, news):
    filed(session)
    with news():
        forgetting.forget_person(user_id=session.mentor.user_id)
    assert not Material.objects.exists()
    assert not stored(folder)
    assert Session.objects.filter(pk=session.pk).exists()


def test_a_draft_with_nothing_but_a_file_is_not_thrown_away(session, folder):
    draft = make.draft(by=session.mentor, title="", summary="", description="", starts_at=None)
    filed(draft)
    with travel(draft.updated_at + editing.EMPTY_KEPT * 2):
        assert editing.delete_abandoned() == 0
