"""A biography typed by its mentor and laid out by editors: nobody loses anything of the other's."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.mentors import addresses, writing

PICTURE = {"type": "picture", "value": {"image": 7, "alt_text": "Asha"}, "id": "p"}


def block(value, kind="paragraph", key="1"):
    return {"type": kind, "value": value, "id": key}


@pytest.mark.parametrize(
    "html",
    [
        "<p>One.</p><p>Two <b>bold</b> &amp; <i>it</i>.</p>",
        '<p data-block-key="ab1">It\'s 5 * 3 [x]</p><ul><li data-block-key="z">a</li></ul>',
        "<ol><li>x</li><li>y</li></ol>",
        "<p>- a dash first</p>",
        "<p># no heading</p>",
        "<p>1. no list</p>",
        "<p>&gt; no quote</p>",
        '<p><a href="https://a.example/?a=1&amp;b=2">x <b>y</b></a></p>',
        "<p>a<br/>b</p>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<p>back\\slash</p>",
    ],
)
def test_what_can_be_typed_comes_back_the_same(html):
    text = writing.to_text(block(html))
    assert text is not None
    again = "".join(one["value"] for one in writing.to_blocks(text))
    assert writing._bare(again) == writing._bare(html)


@pytest.mark.parametrize(
    "html",
    [
        '<p>See <a linktype="page" id="3">our page</a></p>',
        '<p><embed embedtype="image" id="4"/></p>',
        "<h2>Not ours</h2>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        '<p><a href="mailto:a@b.example">write</a></p>',
    ],
)
def test_what_cannot_be_typed_stays_as_editors_laid_it_out(html):
    assert writing.to_text(block(html)) is None
    stored = [block("<p>One.</p>"), block(html, key="2"), block("<p>Two.</p>", key="3")]
    assert writing.joined(stored, ["New one.", ""])[1] == stored[1]


def test_a_picture_stays_between_the_texts_around_it():
    stored = [block("<p>One.</p>", key="a"), PICTURE, block("<p>Two.</p>", key="b")]
    kept = writing.joined(stored, ["One.", "Two, and more.\n\n## Why\n\n> So\n> -- Me"])
    assert kept[:2] == stored[:2]
    assert [(one["type"], one["value"]) for one in kept[2:]] == [
        ("paragraph", "<p>Two, and more.</p>"),
        ("heading", "Why"),
        ("quote", {"text": "So", "who": "Me"}),
    ]


def test_a_block_nobody_changed_stays_to_the_letter():
    old = block('<p data-block-key="k1">One.</p><p data-block-key="k2">Two.</p>')
    assert writing.joined([old], ["Zero.\n\nOne.\n\nTwo."])[1] == old


def test_texts_too_many_are_not_lost():
    kept = writing.joined([block("<p>One.</p>")], ["One.", "Two.", "Three."])
    assert [one["value"] for one in kept] == ["<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>"]


def test_typed_tags_and_addresses_of_scripts_are_words():
    typed = '<script>alert(1)</script> [a](javascript:alert(1)) [b](https://x.example/"onload=1)'
    (made,) = writing.to_blocks(typed)
    assert "<script" not in made["value"]
    assert 'href="javascript' not in made["value"]
    assert 'href="https://x.example/&quot;onload=1"' in made["value"]


@given(st.text(alphabet=st.sampled_from("ab *[]()\\#>-.1\n<&'\"é😀"), max_size=60))
def test_whatever_is_typed_reads_the_same_after_saving(text):
    once = writing.joined([], [text])
    for one in once:
        assert "<script" not in str(one["value"])
    shown = writing.parts(once)
    typed = [part.text for part in shown if isinstance(part, writing.Text)]
    assert writing.joined(once, typed) == once


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://youtu.be/dQw4w9WgXcQ", "nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://youtube.com/shorts/dQw4w9WgXcQ", "nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://vimeo.com/76979871", "player.vimeo.com/video/76979871?"),
        ("https://vimeo.com/76979871/abcdef1234", "h=abcdef1234"),
    ],
)  # fmt: skip
def test_films_of_two_hosts_are_shown_by_their_private_players(address, player):
    assert player in addresses.film(address).player


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "https://evil.example/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=%22onload%3D1",
        "https://www.youtube.com/watch",
        "https://vimeo.com/channels/staffpicks",
        "https://[broken",
        "//youtu.be/dQw4w9WgXcQ",
    ],
)
def test_no_other_address_is_a_film(address):
    assert addresses.film(address) is None


@pytest.mark.parametrize(
    "address",
    ["http://a.example", "javascript:alert(1)", "https://localhost", "https://a:b@c.example",
     "https://a.example/ x", "ftp://a.example", "https://[broken", f"https://{300 * 'a'}.example"],
)  # fmt: skip
def test_links_are_plain_https(address):
    with pytest.raises(ValidationError):
        addresses.check_link(address)


def test_links_have_names():
    assert addresses.link("https://www.linkedin.com/in/asha").label == "LinkedIn"
    assert addresses.link("https://asha.example/talks").label == "asha.example"
