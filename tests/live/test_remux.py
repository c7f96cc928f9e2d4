"""Raw recordings into files that can be wound: joined, cut short, broken, of two kinds."""

import os

import pytest

from live.remux import Source, remux
from tests.support.films import film, length_of


@pytest.fixture
def source(tmp_path):
    """Return a function that lays a part on disk."""

    def lay(data, *, size=None, ending="webm"):
        path = tmp_path / f"part{len(list(tmp_path.iterdir()))}"
        path.write_bytes(data)
        return Source(path, len(data) if size is None else size, ending)

    return lay


def test_parts_of_one_kind_become_one_file_with_a_length(source, tmp_path):
    made = remux([source(film(2)), source(film(3))], tmp_path)
    assert [(one.ending, one.seconds) for one in made] == [("webm", 5)]
    assert length_of(made[0].path.read_bytes()) == pytest.approx(5, abs=0.3)


def test_another_picture_size_begins_another_file(source, tmp_path):
    made = remux([source(film(1)), source(film(1, width=320, height=240))], tmp_path)
    assert [one.seconds for one in made] == [1, 1]


def test_only_the_bytes_that_count_are_read(source, tmp_path):
    first, second = film(2), film(2)
    made = remux([source(first + second, size=len(first))], tmp_path)
    assert [one.seconds for one in made] == [2]


def test_a_part_cut_in_the_middle_keeps_what_came(source, tmp_path):
    data = film(4)
    made = remux([source(data[: len(data) // 2])], tmp_path)
    assert length_of(made[0].path.read_bytes()) == pytest.approx(2, abs=0.7)


@pytest.mark.parametrize(
    "junk", [b"", b"\x1a\x45\xdf\xa3" + os.urandom(3_000), b"\0\0\0\x20ftypisom" + b"\0" * 500]
)
def test_what_is_no_film_is_left_out(source, tmp_path, junk):
    parts = [source(junk), source(film(1)), source(junk, ending="mp4")]
    assert [one.seconds for one in remux(parts, tmp_path)] == [1]
    assert remux([source(junk)], tmp_path) == []
