"""Uploads cannot execute, whoever links to them: every door in, and the one way out."""

import io
import re
import struct
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from learning.models import Session
from peerlearn.accounts.models import User
from peerlearn.common.errors import DomainError
from peerlearn.common.media import HEADERS, READ, SHOWN, UNKNOWN
from tests import factories
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>document.title='run'</script>"
PAGE = b"<!doctype html>" + SCRIPT
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + SCRIPT + b"</svg>"
NGINX = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text()


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin(client):
    """Let an administrator sit at the client."""
    log_in_verified(client, User.objects.create_superuser("r@example.test", "x", name="Root"))


def polyglot(kind="GIF"):
    """A real picture that is a page, too, for whoever guesses."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, kind)
    return out.getvalue() + PAGE


def script_gif():
    """A picture whose bytes are also a line of JavaScript: GIF89a=...; its size is a comment."""
    out = io.BytesIO()
    Image.new("P", (0x2A2F, 1)).save(out, "GIF")
    data = out.getvalue()
    assert struct.unpack("<H", data[6:8]) == (0x2A2F,)
    return data + b"*/=1;document.title='run';//"


def stored(name, data):
    return f"/media/{default_storage.save(name, ContentFile(data))}"


def fetch(client, path):
    """Ask for a file to its end; its bytes are `body`."""
    answer = client.get(path)
    if answer.streaming:
        answer.body = b"".join(answer.streaming_content)  # the client closes it at its end
    return answer


def is_harmless(answer, shown=""):
    """Check what every upload is sent with; `shown` is its type where it is no download."""
    assert answer.status_code == 200
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    if shown:
        assert answer.headers["Content-Type"] == shown
        assert "Content-Disposition" not in answer.headers
    else:
        assert answer.headers["Content-Type"] == UNKNOWN
        assert answer.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.xhtml", "x.js", "x.PDF", "x", "x.png.html"])
def test_what_is_no_picture_sound_or_film_is_downloaded(client, name):
    is_harmless(fetch(client, stored(f"covers/{name}", PAGE)))


@pytest.mark.parametrize(("name", "kind"), [("x.gif", "image/gif"), ("X.WEBP", "image/webp")])
def test_a_page_that_calls_itself_a_picture_stays_a_picture(client, name, kind):
    is_harmless(fetch(client, stored(f"covers/{name}", PAGE)), kind)


def test_subtitles_are_read_by_the_player_and_downloaded_otherwise(client):
    answer = fetch(client, stored("films/x.vtt", b"WEBVTT"))
    assert answer.headers["Content-Type"] == READ["vtt"]
    assert answer.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize("path", ["documents/x.txt", "documents//x.txt", "./documents/x.txt"])
def test_documents_are_not_handed_out_past_their_own_door(client, path):
    stored("documents/x.txt", PAGE)
    assert fetch(client, f"/media/{path}").status_code == 404


@pytest.mark.parametrize("path", ["../secrets/secret_key", "%2e%2e/x", "nothing.webp", ""])
def test_nothing_else_of_the_machine_is_handed_out(client, path):
    assert fetch(client, f"/media/{path}").status_code in (400, 404)


@pytest.mark.parametrize("data", [PAGE, SVG, b"GIF89a" + PAGE, b"RIFF\x00\x00\x00\x00WEBP" + PAGE])
def test_the_picture_of_an_account_must_be_one(client, data):
    person = factories.person()
    client.force_login(person)
    file = SimpleUploadedFile("face.png", data, "image/png")
    answer = client.post("/profile/picture/", {"picture": file})
    assert answer.status_code in (200, 400)
    assert not User.objects.get(pk=person.pk).avatar


def test_the_picture_of_an_account_is_drawn_anew(client):
    person = factories.person()
    client.force_login(person)
    file = SimpleUploadedFile("face.html", polyglot(), "text/html")
    client.post("/profile/picture/", {"picture": file})
    avatar = User.objects.get(pk=person.pk).avatar
    assert avatar.name.endswith(".webp")
    answer = fetch(client, avatar.url)
    is_harmless(answer, "image/webp")
    assert SCRIPT not in answer.body


@pytest.mark.parametrize("data", [PAGE, SVG])
def test_a_cover_must_be_a_picture(data):
    with pytest.raises(DomainError):
        factories.draft(cover=SimpleUploadedFile("cover.png", data, "image/png"))


def test_a_cover_is_drawn_anew(client):
    session = factories.draft(cover=SimpleUploadedFile("cover.html", polyglot(), "text/html"))
    answer = fetch(client, Session.objects.get(pk=session.pk).cover.url)
    is_harmless(answer, "image/webp")
    assert SCRIPT not in answer.body


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.html", PAGE),
        ("x.svg", SVG),
        ("x.png", SVG),
        ("x.gif", PAGE),
        ("x.png", b"\x89PNG" + PAGE),
    ],
)
def test_an_editor_can_not_upload_a_page_as_a_picture(client, admin, name, data):
    client.post(
        reverse("wagtailimages:add"),
        {"title": "X", "collection": 1, "file": SimpleUploadedFile(name, data, "image/png")},
    )
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("data", [polyglot(), script_gif()])
def test_a_picture_that_is_also_something_else_is_sent_as_a_picture(client, admin, data):
    file = SimpleUploadedFile("x.gif", data, "image/gif")
    client.post(
        reverse("wagtailimages:add"),
        {"title": "X", "description": "A red square", "collection": 1, "file": file},
    )
    for image in get_image_model().objects.all():
        is_harmless(fetch(client, image.file.url), "image/gif")


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.xml", "x.js", "x.txt.html"])
def test_an_editor_can_not_upload_a_page_as_a_document(client, admin, name):
    file = SimpleUploadedFile(name, PAGE, "text/plain")
    client.post(reverse("wagtaildocs:add"), {"title": "X", "collection": 1, "file": file})
    assert not get_document_model().objects.exists()


@pytest.mark.parametrize("name", ["x.txt", "x.pdf"])
def test_a_document_is_downloaded_whatever_is_in_it(client, admin, name):
    file = SimpleUploadedFile(name, PAGE, "text/html")
    client.post(reverse("wagtaildocs:add"), {"title": "X", "collection": 1, "file": file})
    document = get_document_model().objects.get()
    answer = fetch(client, document.url)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "html" not in answer.headers["Content-Type"]
    assert fetch(client, document.file.url).status_code == 404


def test_nginx_says_the_same():
    place = NGINX.split("location /media/ {")[1].split("\n    }")[0]
    for name, value in HEADERS.items():
        assert re.search(rf'add_header {name} "?{re.escape(value)}"? always;', place)
    assert f"default_type {UNKNOWN};" in place
    assert "add_header Content-Disposition $upload_disposition always;" in place
    types = {}
    for kind, endings in re.findall(r"(\w+/[\w-]+)\s+([\w ]+);", place.split("types {")[1]):
        types |= dict.fromkeys(endings.split(), kind)
    assert {name: kind for name, kind in types.items() if kind != UNKNOWN} == SHOWN | READ
    (shown,) = re.findall(r'"~\*\\\.\(([\w|]+)\)\$" "";', NGINX)
    assert set(shown.split("|")) == set(SHOWN)
    assert re.search(r"location /media/documents/ \{\s+return 404;", NGINX)
