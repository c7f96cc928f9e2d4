"""One's picture: what goes in, what is kept, what is refused and how."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests import factories as make

pytestmark = pytest.mark.django_db

URL = "/profile/picture/"


@pytest.fixture
def user(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = make.person()
    client.force_login(person)
    return person


def drawn(size=(300, 200), kind="PNG", **options):
    """Return a picture's bytes: left half red, right half blue."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def sent(data, name="me.png", kind="image/png"):
    return SimpleUploadedFile(name, data, kind)


def files(folder):
    """Return the names of the pictures in `folder`, each once: a picture lies there in sizes."""
    return sorted({path.name.rsplit("-w", 1)[0] for path in folder.rglob("*.*")})


def test_a_picture_is_cut_square_drawn_anew_and_shown(client, user, tmp_path):
    answer = client.post(URL, {"picture": sent(drawn()), "crop": "0.5,0,1,1"}, follow=True)
    assert answer.status_code == 200
    user.refresh_from_db()
    with user.avatar.open() as file, Image.open(file) as kept:
        assert kept.format == "WEBP"
        assert kept.width == kept.height
        red, _green, blue = kept.convert("RGB").getpixel((5, 5))
        assert blue > 200 > red
    assert user.avatar.url in answer.content.decode()


def test_the_old_file_goes_when_a_new_one_comes(
    client, user, tmp_path, django_capture_on_commit_callbacks
):
    client.post(URL, {"picture": sent(drawn())})
    first = files(tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(URL, {"picture": sent(drawn())})
    assert len(files(tmp_path)) == 1
    assert files(tmp_path) != first
    with django_capture_on_commit_callbacks(execute=True):
        client.post(URL, {"remove": "on"})
    assert files(tmp_path) == []
    user.refresh_from_db()
    assert not user.avatar


BOMB = drawn((10_000, 10_000), compress_level=9)


@pytest.mark.parametrize(
    ("data", "name", "kind", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "image/svg+xml", "Choose a JPEG"),
        (b"<script>alert(1)</script>", "me.png", "image/png", "Choose a JPEG"),
        (drawn(kind="JPEG")[:-400], "me.jpg", "image/jpeg", "Choose a JPEG"),
        (BOMB, "bomb.png", "image/png", "more than 40 million pixels"),
        (b"\xff\xd8" + bytes(9 * 1024 * 1024), "big.jpg", "image/jpeg", "larger than 8 MB"),
    ],
    ids=["svg", "script", "cut-short", "bomb", "nine-megabytes"],
)
def test_what_is_no_fit_picture_is_refused_in_words_and_nothing_changes(
    client, user, tmp_path, data, name, kind, words
):
    answer = client.post(URL, {"picture": sent(data, name, kind)})
    assert answer.status_code in (400, 413)
    assert words in answer.content.decode()
    assert files(tmp_path) == []


@pytest.mark.parametrize("crop", ["", "nan,0,1,1", "1,1,0,0", "0,0,inf,1", "a", "0,0,1,1,1"])
def test_a_crop_that_makes_no_sense_is_the_middle(client, user, crop):
    assert client.post(URL, {"picture": sent(drawn()), "crop": crop}).status_code == 302


def test_nothing_chosen_is_said(client, user):
    answer = client.post(URL, {})
    assert answer.status_code == 400
    assert "Choose a file first." in answer.content.decode()
