"""Every mentor has a face of their own, every topic its covers, all small."""

import hashlib

from PIL import Image

from cms.demo import library, pictures
from learning.models import Session

PORTRAITS = pictures.ASSETS / "portraits"
COVERS = pictures.ASSETS / "covers"


def digests(paths):
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_every_mentor_has_a_portrait_and_a_distinct_one():
    faces = [PORTRAITS / f"{mentor.key}.webp" for mentor in library.mentors()]
    assert [face.name for face in faces if not face.exists()] == []
    assert len(digests(faces)) == 40


def test_portraits_are_square_and_light():
    for face in PORTRAITS.glob("*.webp"):
        with Image.open(face) as picture:
            assert picture.width == picture.height >= 256
        assert face.stat().st_size < 15_000


def test_every_topic_has_its_covers_four_by_three_and_light():
    for topic in library.TOPIC_ORDER:
        covers = sorted(COVERS.glob(f"{topic}-*.webp"))
        assert len(digests(covers)) == pictures.COVERS_A_TOPIC
        for cover in covers:
            with Image.open(cover) as picture:
                assert picture.width * 3 == picture.height * 4
            assert cover.stat().st_size < 25_000


def test_a_cover_is_stored_once_however_many_sessions_show_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    pictures._stored.cache_clear()
    names = {pictures.cover(Session, "music", number).name for number in (1, 7, 13)}
    assert names == {"covers/demo/music-2-w800.webp"}
    full_size = [path.name for path in tmp_path.rglob("*-w800.webp")]
    assert full_size == ["music-2-w800.webp"]
    assert len(list(tmp_path.rglob("*.avif"))) == 3
    pictures._stored.cache_clear()


def test_who_has_no_picture_gets_none(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert pictures.portrait("nobody-at-all") == ""
