"""Every pair of colour tokens that stands on another is readable, light and dark."""

import json
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "static" / "src" / "css" / "parts" / "tokens.css"
COLOUR = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TINT = re.compile(r"\.tint-\d \{ --tint: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\); \}")
TEXT, SHAPE, READING = 4.5, 3.0, 7.0

GROUNDS = ("paper", "surface", "sunken")
PAIRS = (
    *(("ink", ground, READING) for ground in GROUNDS),
    *(("muted", ground, TEXT) for ground in GROUNDS),
    *(("control", ground, SHAPE) for ground in GROUNDS),
    *(("primary", ground, TEXT) for ground in (*GROUNDS, "primary-soft")),
    *(("marigold-ink", ground, TEXT) for ground in GROUNDS),
    *(("focus", ground, SHAPE) for ground in GROUNDS),
    *(("danger", ground, TEXT) for ground in (*GROUNDS, "danger-soft")),
    *((state, f"{state}-soft", TEXT) for state in ("success", "info", "live")),
    *(("ink", f"{state}-soft", READING) for state in ("success", "danger", "info", "live")),
    ("ink", "primary-soft", READING),
    ("on-primary", "primary", TEXT),
    ("on-primary", "primary-press", TEXT),
    ("on-marigold", "marigold", TEXT),
    ("on-live", "live", TEXT),
)


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colours():
    return {name: (light, dark) for name, light, dark in COLOUR.findall(TOKENS.read_text())}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_pair_of_tokens_is_readable(theme):
    known = colours()
    low = {
        f"{front} on {back}": round(contrast(known[front][theme], known[back][theme]), 2)
        for front, back, least in PAIRS
        if contrast(known[front][theme], known[back][theme]) < least
    }
    assert low == {}, json.dumps(low)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_initials_are_readable_on_every_tint(theme):
    ink = colours()["ink"][theme]
    tints = [pair[theme] for pair in TINT.findall(TOKENS.read_text())]
    assert len(tints) == 8
    assert min(contrast(ink, tint) for tint in tints) >= READING
