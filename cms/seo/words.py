"""Words cut to what search engines show: a title of 60 characters, a description of 155."""

import re
from collections.abc import Iterable
from html import unescape

from django.conf import settings
from django.utils.html import strip_tags

TITLE_CHARACTERS = 60
DESCRIPTION_CHARACTERS = 155
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Marks that turn the direction of what follows: outside of our page they would turn others' words.
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def plain(text: str) -> str:
    """Return somebody's words on one line, without marks that are not seen."""
    return " ".join(_TURNS.sub("", _CONTROL.sub(" ", str(text))).split())


def plain_html(html: str) -> str:
    """Return the words of an editor's rich text on one line."""
    spaced = re.sub(r"</(?:p|li|h\d)>|<br\s*/?>", " ", str(html))
    return plain(unescape(strip_tags(spaced)))


def clip(text: str, most: int) -> str:
    """Return `text` in at most `most` characters: whole words and an ellipsis where it is cut."""
    text = plain(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    if " " in cut and " " not in (cut[-1], text[most - 1]):
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:.-–(·") + "…"


def title(choices: Iterable[str]) -> str:
    """Return the first of `choices` that fits a title with the site's name after it, or without.

    The longest stands first; if none fits, the last one is cut.
    """
    last = ""
    for choice in choices:
        last = plain(choice)
        named = f"{last} | {settings.SITE_NAME}"
        if len(named) <= TITLE_CHARACTERS:
            return named
        if len(last) <= TITLE_CHARACTERS:
            return last
    return clip(last, TITLE_CHARACTERS)


def description(text: str, tail: str = "") -> str:
    """Return a description: as much of `text` as fits before `tail`, which is never cut."""
    tail = plain(tail)
    room = DESCRIPTION_CHARACTERS - len(tail) - 1 if tail else DESCRIPTION_CHARACTERS
    return f"{clip(text, room)} {tail}".strip()
