"""The picture of somebody without an account: kept for a day, cut square, never lost or leaked."""

from datetime import timedelta

import pytest
from PIL import Image

from peerlearn.accounts.models import DraftPicture, User
from peerlearn.accounts.tasks import sweep_pictures
from peerlearn.common import clock
from tests.accounts.test_picture import drawn, files, sent
from tests.support.signing_up import ADDRESS, INFO, TEACHING, finish, start, walk_learner

pytestmark = pytest.mark.django_db

URL = "/register/profile/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def learner(client):
    start(client)
    client.post("/register/info/", INFO)
    return client


def test_a_chosen_picture_is_shown_again_and_becomes_the_avatar(
    learner, folder, django_capture_on_commit_callbacks
):
    learner.post(URL, {"picture": sent(drawn()), "crop": "0.5,0,1,1"})
    address = DraftPicture.objects.get().file.url
    for page in (URL, "/register/confirm/"):
        assert address in learner.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        finish(learner)
    with User.objects.get(email=ADDRESS).avatar.open() as file, Image.open(file) as kept:
        assert (kept.format, kept.width) == ("WEBP", kept.height)
        red, _green, blue = kept.convert("RGB").getpixel((5, 5))
        assert blue > 200 > red
    assert not DraftPicture.objects.exists()
    assert {path.parent.name for path in folder.rglob("*.*")} == {"avatars"}


def test_another_picture_takes_the_place_of_the_first(
    learner, folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        learner.post(URL, {"picture": sent(drawn())})
        learner.post(URL, {"picture": sent(drawn((90, 90)))})
    assert DraftPicture.objects.count() == len(files(folder)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        learner.post(URL, {"remove_picture": "on"})
    assert DraftPicture.objects.count() == len(files(folder)) == 0


def test_a_picture_stays_where_another_answer_is_wrong(client):
    start(client, "mentor")
    client.post("/register/info/", INFO)
    answer = client.post(URL, TEACHING | {"headline": "", "picture": sent(drawn())})
    assert set(answer.context["form"].errors) >= {"headline"}
    assert DraftPicture.objects.get().file.url in answer.content.decode()


def test_a_picture_survives_going_back(learner):
    learner.post(URL, {"picture": sent(drawn()), "back": "1"})
    assert DraftPicture.objects.get().file.url in learner.get(URL).content.decode()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (SVG, "Choose a JPEG, PNG, WebP or GIF picture."),
        (drawn()[:200], "Choose a JPEG, PNG, WebP or GIF picture."),
        (b"", "This file is empty."),
        (b"x" * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
        (drawn((10_000, 10_000)), "more than 40 million pixels"),
    ],
    ids=["svg", "cut short", "empty", "too large", "100 megapixels"],
)
def test_what_is_no_good_picture_gets_a_clear_answer(learner, data, words):
    answer = learner.post(URL, {"picture": sent(data)})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not DraftPicture.objects.exists()


CROPS = ["0.5,0,0.2,1", "a,b,c,d", "nan,0,1,1", "0,0,1,9", "1,2,3", "-1,0,1,1", "0" * 200]


@pytest.mark.parametrize("crop", CROPS)
def test_a_square_that_is_none_is_said_and_the_picture_stays(learner, crop):
    answer = learner.post(URL, {"picture": sent(drawn()), "crop": crop})
    assert answer.status_code == 400
    assert "picture" in answer.context["form"].errors
    assert DraftPicture.objects.count() == 1


def test_pictures_of_unfinished_sign_ups_go_after_a_day(
    learner, folder, django_capture_on_commit_callbacks
):
    learner.post(URL, {"picture": sent(drawn())})
    sweep_pictures()
    assert len(files(folder)) == 1
    later = clock.now() + timedelta(hours=25)
    with clock.travel(later), django_capture_on_commit_callbacks(execute=True):
        sweep_pictures()
    assert not DraftPicture.objects.exists()
    assert files(folder) == []
    finish(learner)
    assert not User.objects.get(email=ADDRESS).avatar


def test_nobody_gets_a_picture_by_naming_it(client, learner):
    learner.post(URL, {"picture": sent(drawn())})
    other = client.__class__()
    walk_learner(other, profile={"picture": str(DraftPicture.objects.get().pk)})
    finish(other)
    assert not User.objects.get(email=ADDRESS).avatar
