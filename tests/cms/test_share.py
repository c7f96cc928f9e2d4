"""Pictures for chats and social sites: what is drawn, for whom, and how often."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from cms.models import MentorPage
from cms.share import drawing, facts, store, type
from cms.share.addresses import mentor_picture, session_picture, site_picture
from learning.models import Mentor, Session
from learning.services.forgetting import forget_person
from peerlearn.common.files import private_files
from tests import factories
from tests.cms.heads import head

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
SHOWN = facts.SessionFacts(
    title="Rust", mentor="Asha", form="Live 1:1", when="Tue 24 Nov, 7:30 pm IST", slot=39,
    price="₹450", capacity=2, seed=1,
)  # fmt: skip
LONG = "Understanding ownership, borrowing and lifetimes in large asynchronous services " * 2


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "media"


def drawn(told):
    image = Image.open(io.BytesIO(drawing.draw(told)))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    return image.convert("RGB")


def photo(name):
    out = io.BytesIO()
    Image.effect_noise((900, 700), 90).convert("RGB").save(out, "JPEG")
    return default_storage.save(name, ContentFile(out.getvalue()))


def test_a_session_page_names_a_picture_that_is_there(client):
    session = factories.session()
    meta = head(client, session.get_absolute_url()).meta
    assert meta["og:image"] == SITE + session_picture(session)
    assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")
    assert meta["twitter:card"] == "summary_large_image"
    answer = client.get(meta["og:image"].removeprefix(SITE))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


@pytest.mark.parametrize("path", ["/", "/sessions/", "/mentors/", "/about/"])
def test_other_pages_show_the_picture_of_the_site(client, path):
    assert head(client, path).meta["og:image"] == SITE + site_picture()
    assert client.get(site_picture()).status_code == 200


def test_a_mentors_page_names_theirs(client):
    mentor = factories.mentor("Asha Raman", headline="Compilers.")
    path = mentor_picture(MentorPage.objects.get(mentor=mentor))
    assert head(client, mentor.get_absolute_url()).meta["og:image"] == SITE + path
    assert client.get(path).status_code == 200


def test_a_changed_title_makes_a_new_address_and_the_old_one_leads_there(client):
    session = factories.session()
    before = session_picture(session)
    client.get(before)
    session.title = "Something else"
    session.save()
    after = session_picture(session)
    assert before != after
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (302, after)
    assert client.get(after).status_code == 200
    folder = private_files().path(f"share/session/{session.pk}")
    assert len(list(Path(folder).iterdir())) == 1


def test_seats_that_go_do_not_make_new_pictures():
    session = factories.session(price=0)
    before = session_picture(session)
    factories.seat(session)
    assert session_picture(Session.objects.get(pk=session.pk)) == before


def test_a_picture_is_drawn_once(client, monkeypatch):
    path = session_picture(factories.session())
    first = client.get(path).content
    monkeypatch.setattr(drawing, "draw", None)
    assert client.get(path).content == first


def test_no_made_up_version_is_drawn(client, monkeypatch):
    session = factories.session()
    monkeypatch.setattr(drawing, "draw", None)
    for version in ("0", "ffffffffffff", "x" * 300):
        answer = client.get(f"/share/session/{session.pk}-{version}.png")
        assert answer.headers["Location"] == session_picture(session)


def test_while_another_one_is_being_drawn_nobody_waits_for_long(client, monkeypatch):
    monkeypatch.setattr(store, "WAIT_SECONDS", 0.01)
    path = session_picture(factories.session())
    with store._TURN:
        answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert client.get(path).status_code == 200


def test_what_has_no_page_has_no_picture(client):
    draft, private = factories.draft(), factories.session()
    hidden = factories.mentor(approved=False)
    Session.objects.filter(pk=private.pk).update(kind="private")
    for path in (
        session_picture(draft),
        session_picture(private),
        mentor_picture(MentorPage.objects.get(mentor=hidden)),
        "/share/session/999999-0.png",
    ):
        assert client.get(path).status_code == 404


def test_a_picture_drawn_before_is_not_shown_of_whoever_left(client):
    session = factories.session()
    path = session_picture(session)
    assert client.get(path).status_code == 200
    Mentor.objects.filter(pk=session.mentor_id).update(vetting="suspended")
    assert client.get(path).status_code == 404


def test_a_session_long_over_shows_the_site(client):
    session = factories.move_start(factories.session(), -32 * 24 * 60)
    assert client.get(session_picture(session)).headers["Location"] == site_picture()
    assert head(client, session.get_absolute_url()).meta["og:image"] == SITE + site_picture()


def test_the_pictures_of_a_deleted_account_are_gone(client, django_capture_on_commit_callbacks):
    session = factories.session()
    pages = session_picture(session), mentor_picture(MentorPage.objects.get(mentor=session.mentor))
    assert [client.get(path).status_code for path in pages] == [200, 200]
    with django_capture_on_commit_callbacks(execute=True):
        forget_person(user_id=session.mentor.user_id)
    for kind, pk in (("session", session.pk), ("mentor", session.mentor_id)):
        assert not private_files().exists(f"share/{kind}/{pk}")


@pytest.mark.parametrize(
    "told",
    [
        SHOWN,
        replace(SHOWN, title=LONG, mentor=LONG, form=LONG, price="₹1,20,000"),
        replace(SHOWN, title="A" * 120, mentor="B" * 120),
        replace(SHOWN, title="हिंदी में डेटा साइंस", mentor="प्रिया शर्मा", price="Free"),
        replace(SHOWN, title="東京", mentor="田中", capacity=7),
        replace(SHOWN, title="😀", mentor="", slot=47),
        replace(SHOWN, title="العربية", mentor="\u202eevil", slot=0),
        facts.MentorFacts("", "", "", (), 0),
        facts.MentorFacts(LONG, LONG, "5.0 from 1 review", ("English", "हिन्दी"), 9),
        facts.of_site(),
    ],
)
def test_whatever_people_write_gives_a_picture_with_a_clean_margin(told):
    image = drawn(told)
    assert image.crop((0, 0, 60, 630)).getcolors() == [(60 * 630, (251, 248, 242))]


def test_words_never_run_into_the_panel():
    wide = replace(SHOWN, title=LONG, mentor=LONG, form=LONG, when="Wed 25 Nov, 12:30 pm UTC+5:45")
    strip = drawn(wide).crop((drawing.PANEL - 44, 0, drawing.PANEL, 630))
    assert strip.getcolors() == [(44 * 630, (251, 248, 242))]


def test_photographs_and_broken_pictures():
    with_photos = replace(SHOWN, cover=photo("covers/a.jpg"), face=photo("avatars/a.jpg"))
    assert len(drawing.draw(with_photos)) < 600_000
    broken = default_storage.save("covers/b.webp", ContentFile(b"RIFF....WEBPVP8 nothing"))
    drawn(replace(SHOWN, cover=broken, face="avatars/not-there.webp"))


@pytest.mark.parametrize(
    ("words", "set_as"),
    [
        ("Śyāma  Ravi\n", "Syama Ravi"),
        ("Zoë Müller", "Zoë Müller"),
        ("₹450", "₹450"),
        ("Go 😀 now", "Go now"),
        ("東京", ""),
        ("Tokyo 東京 Tokyo", "Tokyo Tokyo"),
        ("a\u202eb", "ab"),
    ],
)
def test_only_what_our_faces_have_is_set(words, set_as):
    assert type.settable(words) == set_as


def test_devanagari_is_left_out_where_it_can_not_be_shaped(monkeypatch):
    assert type.settable("प्रिया") in ("प्रिया", "")
    monkeypatch.setattr(type, "SHAPES", False)
    assert type.settable("प्रिया") == ""
    drawn(replace(SHOWN, title="हिंदी", mentor="प्रिया"))


def test_a_cut_text_fits_and_keeps_signs_with_their_marks():
    style = type.display(40)
    cut = type.fitted("Wolfeschlegelsteinhausenbergerdorff", style, 300)
    assert cut.endswith("…")
    assert type.width(cut, style) <= 300
