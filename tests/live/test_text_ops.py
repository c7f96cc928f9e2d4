"""Changes to one text from several people: in any order of coming all end with the same text."""

import json
import random
import subprocess
from pathlib import Path

import pytest

from live.text_ops import MOST_PARTS, apply, is_op, rebase, units

PAGE = Path(__file__).parents[2] / "static/src/js/room/text_ops.js"
CHECK = """
import { apply, compose, transform } from %s;
let sent = "";
for await (const piece of process.stdin) sent += piece;
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const wrong = JSON.parse(sent).filter(([text, first, second, both, moved, third, end]) => {
  const [first2, second2] = transform(first, second);
  return !same(second2, moved)
    || apply(apply(text, second), first2) !== both
    || apply(apply(text, first), second2) !== both
    || apply(text, compose(compose(first, second2), third)) !== end;
});
console.log(JSON.stringify(wrong.slice(0, 2)));
"""
CONVERGE = """
import { SharedText } from %s;
import { apply, transform } from %s;
let seed = 11;
const dice = (below) => (seed = (seed * 48271) %% 2147483647) %% below;
const letters = ["a", "b", "🎓", "é", "x"];
for (let round = 0; round < 60; round += 1) {
  const pages = [0, 1, 2].map(() => new SharedText(() => {}));
  const [log, up, down] = [[], [[], [], []], [[], [], []]];
  let text = "start";
  for (const page of pages) page.load(0, text);
  const server = ({ id, rev, op }, from) => {
    for (const earlier of log.slice(rev)) op = transform(earlier.op, op)[1];
    text = apply(text, op);
    log.push({ id, op, from, rev: log.length + 1 });
    for (const queue of down) queue.push(log.at(-1));
  };
  const step = (n, act) => {
    const page = pages[n];
    if (act < 3) {
      const all = [...page.text];
      all.splice(dice(all.length + 1), dice(3), ...(dice(2) ? [letters[dice(5)]] : []));
      page.write(all.join(""));
    }
    const edit = act < 5 && page.next(`${n}-${log.length}-${dice(1e9)}`);
    if (edit) up[n].push(structuredClone(edit));
    if (act === 5 && up[n].length) server(up[n].shift(), n);
    if (act > 5 && down[n].length) {
      // Now and then two swap places on their way, or one comes twice.
      if (dice(4) === 0 && down[n][1]) down[n].splice(0, 2, down[n][1], down[n][0]);
      const heard = dice(5) ? down[n].shift() : down[n][0];
      page.take({ ...heard, mine: heard.from === n });
    }
  };
  for (let i = 0; i < 400; i += 1) step(dice(3), dice(9));
  for (let i = 0; i < 3600; i += 1) step(i %% 3, 4 + (Math.floor(i / 3) %% 3));
  for (const page of pages) {
    if (page.text !== text || !page.isSaved) console.log(JSON.stringify([page.text, text]));
  }
}
"""
LETTERS = ["a", "b", "é", "\n", "🎓", "<b>"]


def drawn(dice, text):
    """Return a random op on a text, never within a letter."""
    op = []
    for letter in text:
        act = dice.random()
        if act < 0.2:
            op.append(dice.choice(LETTERS))
        op.append(-units(letter) if act > 0.8 else units(letter))
    return [*op, dice.choice(LETTERS)]


def test_an_op_keeps_drops_and_puts_in():
    assert apply("one two", [4, -3, "three"]) == "one three"
    assert apply("🎓 done", [2, "!"]) == "🎓! done"
    assert apply("", ["new"]) == "new"


@pytest.mark.parametrize("op", [[8], [-8], [1, "x", 9]])
def test_an_op_that_reaches_beyond_its_text_is_refused(op):
    with pytest.raises(ValueError):
        apply("one two", op)


def test_an_op_that_cuts_a_letter_in_half_is_refused():
    with pytest.raises(ValueError):
        apply("🎓", [1, "x"])


@pytest.mark.parametrize(
    "value",
    [None, {}, [], [0], [3], [True, "a"], [1.5, "a"], [""], ["x" * 20_001], [-20_001], [[1]],
     ["a"] * (MOST_PARTS + 1)],
)  # fmt: skip
def test_what_is_no_op_is_told_apart(value):
    assert not is_op(value)


def test_what_two_put_in_at_one_place_stands_in_the_order_of_coming():
    assert rebase([3, "mine"], [3, "theirs"]) == [9, "mine"]


def test_words_put_into_what_somebody_drops_at_that_moment_survive():
    text = "keep drop keep"
    dropped, put = [5, -4], [7, "NEW"]
    assert apply(apply(text, dropped), rebase(put, dropped)) == "keep NEW keep"
    assert apply(apply(text, put), rebase(dropped, put)) == "keep NEW keep"


def test_page_and_server_agree_on_thousands_of_random_changes():
    dice, cases = random.Random(7), []
    for _ in range(2000):
        text = "".join(dice.choices(LETTERS, k=dice.randrange(12)))
        first, second = drawn(dice, text), drawn(dice, text)
        moved = rebase(second, first)
        both = apply(apply(text, first), moved)
        third = drawn(dice, both)
        cases.append([text, first, second, both, moved, third, apply(both, third)])
    script = CHECK % json.dumps(PAGE.as_uri())
    assert json.loads(in_node(script, json.dumps(cases))) == []


def test_pages_that_write_at_once_end_with_the_same_text_however_late_they_hear():
    shared = PAGE.with_name("shared_text.js")
    script = CONVERGE % (json.dumps(shared.as_uri()), json.dumps(PAGE.as_uri()))
    assert in_node(script) == ""


def in_node(script, words=""):
    """Run a module of JavaScript; return what it prints."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=words, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout
