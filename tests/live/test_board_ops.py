"""What a step of the whiteboard may hold, what a page comes to, and its picture. No database."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.board_ops import COLOURS, fold, read_live, read_ops
from live.board_picture import note_lines, svg, wrapped

PEN = {"id": "a", "k": "pen", "c": "ink", "w": 4, "p": [10, 10, 40, 40, 90, 20]}
BOX = {"id": "b", "k": "rect", "c": "red", "w": 4, "p": [5, 5, 50, 50]}
WORDS = {"id": "t", "k": "text", "c": "blue", "s": 28, "p": [100, 100], "t": "a < b & c"}
NOTE = {"id": "n", "k": "note", "c": "marigold", "s": 28, "p": [300, 100], "t": "Homework"}


def add(item):
    return {"o": "add", "item": item}


def steps(*ops, by=1):
    return [(by, read_ops([op])) for op in ops]


anything = st.none() | st.integers() | st.text(max_size=5) | st.just({"k": []})
kinds = st.sampled_from(["pen", "line", "arrow", "rect", "ellipse", "text", "note", "script"])
things = st.fixed_dictionaries(
    {"id": st.sampled_from("abc") | anything, "k": kinds, "c": st.sampled_from([*COLOURS, "x"])},
    optional={
        "p": st.lists(st.integers(-10, 3000), max_size=6) | anything,
        "w": st.integers(-1, 90),
        "s": st.sampled_from([28, 44, 1]),
        "t": st.text(max_size=500),
    },
)
ops = st.fixed_dictionaries(
    {"o": st.sampled_from(["add", "move", "text", "erase", "clear", "dance"])},
    optional={
        "item": things,
        "ids": st.lists(st.sampled_from("abc"), max_size=3) | anything,
        "id": st.sampled_from("abc"),
        "t": st.text(max_size=20),
        "dx": st.integers(-5000, 5000),
        "dy": st.integers(),
    },
)


@given(st.lists(st.lists(ops, max_size=3) | anything, max_size=6))
def test_whatever_is_let_through_can_be_folded_and_drawn(sent):
    kept = []
    for step in sent:
        try:
            kept.append((1, read_ops(step)))
        except ValueError:
            continue
    ElementTree.fromstring(svg(fold([], kept)))


@pytest.mark.parametrize(
    "bad",
    [
        [],
        "clear",
        [{"o": "add"}],
        [add(PEN | {"c": "url(x)"})],
        [add(PEN | {"p": [1]})],
        [add(PEN | {"p": [1, 2.5]})],
        [add(PEN | {"p": [1] * 2002})],
        [add(PEN | {"w": True})],
        [add(PEN | {"id": '"><script>'})],
        [add(BOX | {"p": [1, 2]})],
        [add(WORDS | {"t": "  "})],
        [add(WORDS | {"t": "x" * 401})],
        [add(WORDS | {"t": "\ud800"})],
        [add(WORDS | {"s": 30})],
        [{"o": "move", "ids": ["a"], "dx": 0, "dy": 99_999}],
        [{"o": "clear"}] * 21,
    ],
)
def test_a_step_that_is_none_is_refused(bad):
    with pytest.raises(ValueError):
        read_ops(bad)


def test_only_named_fields_stay_in_a_step():
    (op,) = read_ops([add(PEN | {"onload": "alert(1)", "by": 7}) | {"more": 1}])
    assert op == add(PEN)
    live = {"laser": True, "c": "red", "w": 4, "p": [1, 2]}
    assert read_live(live | {"x": 1}) == live


def test_a_page_is_what_its_steps_come_to():
    page = fold(
        [],
        steps(
            add(PEN),
            add(BOX),
            add(WORDS),
            {"o": "move", "ids": ["b", "gone"], "dx": 10, "dy": -2},
            {"o": "text", "id": "t", "t": "d"},
            {"o": "text", "id": "a", "t": "a stroke has no words"},
            {"o": "erase", "ids": ["a"]},
        ),
    )
    assert [item["id"] for item in page] == ["b", "t"]
    assert page[0]["p"] == [15, 3, 60, 48]
    assert page[1]["t"] == "d"
    assert fold(page, steps({"o": "clear"})) == []
    assert fold(page, steps(add(BOX | {"c": "green"})))[0]["c"] == "red", "an id is used once"


def test_words_on_the_board_never_become_markup():
    evil = "</tspan></text><script>alert(1)</script>\x07\ufffe &lt;"
    items = fold([], steps(add(WORDS | {"t": evil}), add(NOTE | {"t": evil}), add(PEN), add(BOX)))
    drawn = ElementTree.fromstring(svg(items))
    tags = {element.tag.rpartition("}")[2] for element in drawn.iter()}
    assert tags == {"svg", "rect", "path", "text", "tspan"}
    assert "<script>alert(1)</script>" in "".join(drawn.itertext())


def test_a_note_shrinks_its_words_until_they_fit():
    assert note_lines("Homework") == (["Homework"], 28)
    lines, size = note_lines("word " * 60)
    assert size < 28
    assert len(lines) * size * 1.3 <= 240
    assert wrapped("one two\nthree", 7) == ["one two", "three"]
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]
