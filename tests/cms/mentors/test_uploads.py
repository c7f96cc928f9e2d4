"""What mentors send for their pages: checked by content, shown as what it is, deleted with them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.images import get_image_model

from cms.mentors import clips, drafts
from cms.models import Film
from cms.services import empty_mentor_page
from tests.accounts.test_picture import drawn
from tests.cms.mentors.steps import decide, page_of, save, shown

pytestmark = pytest.mark.django_db

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x08free" + b"\x00" * 400
WEBM = bytes.fromhex("1A45DFA39F4286810142F7810142F2810442F381084282847765626D") + b"\x00" * 400


def test_pictures_films_and_links_come_with_a_version(client, mentor, moderator, media):
    answer = save(
        client,
        portrait=SimpleUploadedFile("me.png", drawn((900, 700))),
        film=SimpleUploadedFile("evil.html", MP4, "text/html"),
        poster=SimpleUploadedFile("p.png", drawn((900, 500))),
        links="https://www.linkedin.com/in/asha\nhttps://asha.example/\n",
    )
    assert answer.status_code == 302
    draft = drafts.draft_of(page_of(mentor))
    assert (draft.portrait.width, draft.portrait.height) == (640, 640)
    assert draft.film.file.name.endswith(".mp4")
    assert "evil" not in draft.film.file.name
    assert not Film.objects.filter(pk=page_of(mentor).film_id).exists()
    decide(moderator, mentor, "approve")
    html = shown(mentor)
    assert draft.film.file.url in html
    assert 'rel="nofollow noopener' in html
    assert "LinkedIn" in html


def test_a_film_nobody_sees_any_more_is_deleted(
    client, mentor, media, django_capture_on_commit_callbacks
):
    for sent in (MP4, WEBM):
        with django_capture_on_commit_callbacks(execute=True):
            save(client, film=SimpleUploadedFile("a.mp4", sent))
    (film,) = (media / "films").iterdir()
    assert film.suffix == ".webm"
    assert Film.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"\x00\x00\x00\x18ftypmp42<script>alert(1)</script>" + b" " * 100,
        b"\x00\x00\x00\x18ftypqt  \x00\x00\x00\x00qt  isom\x00\x00\x00\x08free" + b"\x00" * 90,
        WEBM.replace(b"webm", b"matr"),
        drawn(),
        b"GIF89a" + MP4,
    ],
)
def test_a_film_that_is_none_is_refused_and_the_rest_stays_typed(client, mentor, data, media):
    answer = save(client, headline="Typed", film=SimpleUploadedFile("film.mp4", data, "video/mp4"))
    assert answer.status_code == 400
    html = answer.content.decode()
    assert "Choose an MP4 or WebM film." in html
    assert 'value="Typed"' in html
    assert not Film.objects.exists()
    assert not list(media.rglob("*.mp4"))
    assert page_of(mentor).latest_revision is None


def test_a_film_too_large_is_refused(client, monkeypatch):
    monkeypatch.setattr(clips, "MAX_BYTES", 100)
    answer = save(client, film=SimpleUploadedFile("film.mp4", MP4))
    assert answer.status_code == 413
    assert "larger than" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"headline": ""}, "This field is required"),
        ({"headline": "x" * 141}, "at most 140"),
        ({"text_0": "x" * 8001}, "at most 8000"),
        ({"text_0": "## " + "x" * 81}, "at most 80 characters"),
        ({"text_0": "> " + "x" * 401}, "at most 400 characters"),
        ({"film_url": "https://evil.example/x"}, "YouTube or Vimeo"),
        ({"links": "javascript:alert(1)"}, "Write links like"),
        ({"links": "\n".join(f"https://a{n}.example" for n in range(6))}, "at most 5 links"),
        ({"portrait": SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")}, "Choose a JPEG"),
    ],
)
def test_what_cannot_stand_on_a_page_is_refused_and_stays_typed(client, mentor, changes, words):
    answer = save(client, **({"headline": "Typed"} | changes))
    assert answer.status_code == 400, answer.content
    assert words in answer.content.decode()
    assert page_of(mentor).latest_revision is None
    assert not get_image_model().objects.exists()


def test_scripts_in_any_field_are_words_under_a_policy_without_inline_scripts(
    client, mentor, moderator
):
    bad = '<script>alert(1)</script><img src=x onerror=alert(2)>"onload="alert(3)'
    save(client, headline=bad, text_0=f"{bad}\n\n## {bad[:70]}\n\n> {bad}\n> -- {bad[:60]}")
    decide(moderator, mentor, "approve")
    answer = Client().get(mentor.get_absolute_url())
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "https://www.youtube-nocookie.com" in policy
    assert "*" not in policy


def test_erasure_takes_pictures_films_and_versions(
    client, mentor, moderator, media, django_capture_on_commit_callbacks
):
    save(
        client,
        portrait=SimpleUploadedFile("me.png", drawn()),
        film=SimpleUploadedFile("f.mp4", MP4),
        links="https://asha.example/",
    )
    decide(moderator, mentor, "approve")
    save(client, portrait=SimpleUploadedFile("me.png", drawn((80, 80))))
    with django_capture_on_commit_callbacks(execute=True):
        empty_mentor_page(mentor_id=mentor.pk)
    assert not [path for path in media.rglob("*") if path.is_file()]
    page = page_of(mentor)
    assert (len(page.links), page.film, page.portrait, page.film_url) == (0, None, None, "")
    assert not page.revisions.exists()


def test_uploads_are_served_as_what_they_are_and_run_nothing(client, mentor, media):
    save(client, film=SimpleUploadedFile("f.mp4", MP4))
    answer = Client().get(Film.objects.get().file.url)
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == MP4
