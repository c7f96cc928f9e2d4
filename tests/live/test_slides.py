"""Slides: a PDF becomes pictures, the mentor turns them, everybody there follows."""

import io
import subprocess
from datetime import timedelta

import pytest
from channels.db import database_sync_to_async
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdfium2 import PdfDocument

from learning.services import materials
from live.enums import DeckState
from live.models import Deck, Slide
from live.queries import surface as queries
from live.receivers import forget_person
from live.services import rooms, slide_making, slides, surface
from peerlearn.common.clock import now, travel
from peerlearn.common.files import private_files
from tests import factories
from tests.live.conftest import db
from tests.live.test_admission import come_in

NONSENSE = b"%PDF-1.7\nthis is no PDF at all"


def pdf(pages=3, size=(960, 540)):
    """Return a PDF of empty pages."""
    document, stored = PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(*size)
    document.save(stored)
    return stored.getvalue()


def bring(client, session, content, name="Lesson one.pdf"):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(f"/api/sessions/{session.pk}/slides/", {"file": file})


@pytest.fixture
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def soon(db, private):
    session = factories.session(starts_in=5, price=0)
    return session, session.mentor.user, factories.seat(session).learner


def test_a_pdf_becomes_a_picture_a_page(soon, web):
    session, mentor, _ = soon
    answer = bring(web(mentor), session, pdf())
    assert answer.status_code == 201
    assert (answer.json()["title"], answer.json()["state"]) == ("Lesson one", "waiting")
    assert slide_making.sweep() == 1
    deck = Deck.objects.get()
    assert (deck.state, deck.pages) == (DeckState.READY, 3)
    seen = web(mentor).get(f"/room/{session.pk}/slides/{deck.pk}/2/")
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(b"".join(seen.streaming_content))).size == (1600, 900)
    texts = web(mentor).get(f"/api/sessions/{session.pk}/slides/{deck.pk}/").json()
    assert texts == {"texts": ["", "", ""]}
    assert web(mentor).get(f"/room/{session.pk}/slides/{deck.pk}/4/").status_code == 404
    stranger = web(factories.person("Sid Stranger"))
    assert stranger.get(f"/room/{session.pk}/slides/{deck.pk}/1/").status_code == 403
    other = factories.session(starts_in=5, price=0)
    elsewhere = web(other.mentor.user).get(f"/room/{other.pk}/slides/{deck.pk}/1/")
    assert elsewhere.status_code == 404


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"", "material_empty", 400),
        (b"\x89PNG\r\n\x1a\nrest", "not_a_pdf", 400),
        (b"<html><script>alert(1)</script>", "not_a_material", 400),
    ],
)
def test_a_file_that_is_no_pdf_is_refused_whatever_it_calls_itself(
    soon, web, content, code, status
):
    session, mentor, _ = soon
    answer = bring(web(mentor), session, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Deck.objects.exists()


@pytest.mark.parametrize(
    ("content", "problem"), [(NONSENSE, "cannot be read"), (pdf(81), "at most 80 pages")]
)
def test_what_cannot_be_shown_says_so(soon, web, content, problem):
    session, mentor, _ = soon
    assert bring(web(mentor), session, content).status_code == 201
    assert slide_making.sweep() == 1
    deck = web(mentor).get(f"/api/sessions/{session.pk}/slides/").json()["decks"][0]
    assert deck["state"] == "failed"
    assert problem in deck["problem"]


def test_a_page_as_long_as_a_scroll_is_still_one_small_picture(soon, web):
    session, mentor, _ = soon
    bring(web(mentor), session, pdf(1, size=(10, 14_000)))
    slide_making.sweep()
    slide = Slide.objects.get()
    assert (slide.width, slide.height) == (16, 1600)


def test_a_deck_whose_worker_died_is_tried_once_more(soon, web):
    session, mentor, _ = soon
    bring(web(mentor), session, pdf(1))
    Deck.objects.update(taken_at=now(), tries=1)
    assert slide_making.sweep() == 0
    with travel(now() + slide_making.AGAIN * 2):
        assert slide_making.sweep() == 1
    Deck.objects.update(state=DeckState.WAITING, tries=2, taken_at=None)
    slide_making.sweep()
    assert Deck.objects.get().state == DeckState.FAILED, "not for ever"


def test_a_pdf_handed_out_with_the_session_can_be_shown(soon, web, monkeypatch):
    session, mentor, learner = soon
    file = SimpleUploadedFile("Plan.pdf", pdf(1))
    handed = materials.add_file(session_id=session.pk, actor=mentor, file=file)
    url = f"/api/sessions/{session.pk}/slides/"
    assert web(mentor).get(url).json()["materials"] == [{"id": handed.pk, "title": "Plan"}]
    for who, what, status in (
        (learner, handed.pk, 403),
        (mentor, handed.pk + 1, 404),
        (mentor, handed.pk, 201),
    ):
        body = {"material": what}
        assert web(who).post(url, body, content_type="application/json").status_code == status
    assert web(mentor).post(url, {}).status_code == 400
    materials.remove(session_id=session.pk, material_id=handed.pk, actor=mentor)
    assert slide_making.sweep() == 1
    assert Deck.objects.get().state == DeckState.READY
    monkeypatch.setattr(slides, "MOST_DECKS", 1)
    answer = bring(web(mentor), session, pdf(1))
    assert answer.json()["code"] == "enough"
    assert len(private_files().listdir(f"slides/{Deck.objects.get().room_id}")[1]) == 2


def look(client, session, deck):
    """Return which of three pages somebody is shown, and what the pages say to them."""
    pages = [client.get(f"/room/{session.pk}/slides/{deck}/{n}/") for n in (1, 2, 3)]
    for page in pages:  # read to its end, a file is closed
        b"".join(page)
    told = client.get(f"/api/sessions/{session.pk}/slides/{deck}/").json()
    return [n for n, page in enumerate(pages, 1) if page.status_code == 200], told.get("texts")


def test_learners_see_slides_once_they_were_shown_and_the_whole_deck_after_the_end(soon, web):
    session, mentor, learner = soon
    waiting, other = (bring(web(mentor), session, pdf()).json()["id"] for _ in range(2))
    rooms.start(session_id=session.pk, actor=mentor)
    rooms.room_of(session)
    for user in (mentor, learner):
        come_in(session, user)
    surface.turn_slide(session_id=session.pk, deck_id=waiting, number=1)
    slide_making.sweep()
    Slide.objects.update(text="Borrow")
    assert look(web(learner), session, waiting) == ([1], ["Borrow", "", ""])
    surface.turn_slide(session_id=session.pk, deck_id=waiting, number=3)
    assert look(web(learner), session, waiting)[0] == [1, 3]
    assert look(web(learner), session, other) == ([], None)
    assert look(web(mentor), session, other) == ([1, 2, 3], ["Borrow"] * 3)
    with travel(now() + timedelta(minutes=20)):
        rooms.end(session_id=session.pk, actor=mentor)
        assert look(web(learner), session, waiting) == ([1, 2, 3], ["Borrow"] * 3)
        assert look(web(learner), session, other) == ([], None)
        for who in (mentor, learner):
            html = web(who).get(f"/room/{session.pk}/record/").content.decode()
            assert html.count(f"/slides/{waiting}/2/") == 2
            assert f"/slides/{other}/" not in html


def test_a_deck_is_taken_away_by_its_mentor_alone_also_while_it_is_shown(
    soon, web, django_capture_on_commit_callbacks
):
    session, mentor, learner = soon
    shown, kept = (bring(web(mentor), session, pdf(2)).json()["id"] for _ in range(2))
    slide_making.sweep()
    rooms.room_of(session)
    rooms.start(session_id=session.pk, actor=mentor)
    surface.turn_slide(session_id=session.pk, deck_id=shown, number=2)
    url = f"/api/sessions/{session.pk}/slides/{shown}/"
    for other in (learner, factories.session(starts_in=500).mentor.user):
        assert web(other).delete(url).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert web(mentor).delete(url).status_code == 204
    assert web(mentor).delete(url).status_code == 404
    room = rooms.room_of(session)
    standing = queries.state(room)
    assert (standing["name"], standing["deck"], standing["slide"]) == ("", None, 1)
    assert list(Deck.objects.values_list("pk", flat=True)) == [kept]
    assert len(private_files().listdir(f"slides/{room.pk}")[1]) == 3


def test_a_deck_taken_away_while_it_is_prepared_leaves_no_pictures_behind(
    soon, web, monkeypatch, django_capture_on_commit_callbacks
):
    session, mentor, _ = soon
    deck = bring(web(mentor), session, pdf(2)).json()["id"]
    run = subprocess.run

    def run_and_take_away(*how, **more):
        web(mentor).delete(f"/api/sessions/{session.pk}/slides/{deck}/")
        return run(*how, **more)

    # The PDF is opened by the process that makes the pictures: it must still be there to begin.
    monkeypatch.setattr(subprocess, "run", run_and_take_away)
    with django_capture_on_commit_callbacks(execute=True):
        assert slide_making.sweep() == 1
    assert not Deck.objects.exists()
    assert private_files().listdir(f"slides/{rooms.room_of(session).pk}")[1] == []


def test_who_deletes_their_account_takes_their_slides_along(
    soon, web, django_capture_on_commit_callbacks
):
    session, mentor, _ = soon
    bring(web(mentor), session, pdf(1))
    slide_making.sweep()
    folder = f"slides/{Deck.objects.get().room_id}"
    with django_capture_on_commit_callbacks(execute=True):
        forget_person(user_id=mentor.pk)
    assert not Deck.objects.exists()
    assert private_files().listdir(folder)[1] == []


async def test_everybody_follows_the_mentor_through_the_slides_also_after_a_reload(
    private, call, enter, web
):
    mentor, learner = call
    session = await db(rooms.Session.objects.get)(pk=mentor.session_id)
    made = await db(lambda: bring(web(mentor.user), session, pdf()))()
    deck = made.json()["id"]
    await mentor.say("slide", deck=deck, number=1)
    told = await learner.hear("surface")
    assert (told["name"], told["deck"]["state"]) == ("slides", "waiting")
    await database_sync_to_async(slide_making.sweep)()
    assert (await learner.hear("deck"))["deck"]["pages"] == 3
    assert (await learner.hear("surface"))["deck"]["state"] == "ready"
    await mentor.say("slide", deck=deck, number=3)
    assert (await learner.hear("surface"))["slide"] == 3
    for number, whose in ((4, deck), (0, deck), (1, deck + 1)):
        await mentor.say("slide", id="x", deck=whose, number=number)
        assert (await mentor.hear("error"))["code"] == "no_slide"
    again = await enter(session, learner.user)
    surface = again.welcome["surface"]
    assert (surface["name"], surface["slide"], surface["deck"]["pages"]) == ("slides", 3, 3)
    await mentor.say("surface", name="")
    assert (await again.hear("surface"))["name"] == ""
