""" "Did you mean": words nobody uses here, and the nearest that somebody does."""

from collections import Counter

from rapidfuzz import process
from rapidfuzz.distance import OSA

from peerlearn.common import page_cache

from .. import tags, words
from ..models import Skill
from .catalogue.base import on_offer

MOST_TITLES = 3000
SHORTEST = 3
LONG = 6


def corrected(text: str) -> str:
    """Return `text` with each unknown word replaced by the nearest known one; empty if none was."""
    known = vocabulary()
    typed = words.cut(words.tidy(text))
    stems = {words.stem(word) for word in known}
    better = [_nearest(word, known, stems) for word in typed]
    return " ".join(better) if better != typed else ""


def vocabulary() -> Counter[str]:
    """Return the words of titles on offer, topics, skills and mentors, with how often they stand.

    Two statements, kept until what is on offer changes.
    """
    told = (tags.LISTING, tags.MENTORS, page_cache.SITE)
    return page_cache.remembered("search:words", _read_vocabulary, tags=told)


def _read_vocabulary() -> Counter[str]:
    rows = (
        on_offer()
        .order_by("starts_at", "id")
        .values_list("title", "domain__name", "mentor__user__name")[:MOST_TITLES]
    )
    texts = [" ".join(row) for row in rows]
    texts += Skill.objects.values_list("name", flat=True)
    return Counter(word for text in texts for word in words.cut(text))


def _nearest(word: str, known: Counter[str], stems: set[str]) -> str:
    """Return `word` if it is known, a number, short, or like nothing known."""
    if len(word) < SHORTEST or word.isdigit() or word in words.STOP:
        return word
    if word in known or words.stem(word) in stems:
        return word
    if any(other.startswith(word) for other in known):
        return word
    slips = 2 if len(word) >= LONG else 1
    near = process.extract(
        word,
        [other for other in known if len(other) >= SHORTEST],
        scorer=OSA.distance,
        score_cutoff=slips,
        limit=20,
    )
    if not near:
        return word
    best = min(near, key=lambda one: (one[1], one[0][0] != word[0], -known[one[0]], one[0]))
    return best[0]
