"""Text as search sees it: folded, cut into words, each with its stem. Both databases get the same.

The index is built of these words and so is every query, hence stems and accents behave alike on
PostgreSQL and on SQLite, whatever their own dictionaries are.
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

MOST_CHARACTERS = 80
MOST_WORDS = 6
MOST_INDEXED = 1500
LONGEST_WORD = 40

# Names that punctuation would otherwise take apart.
_NAMES = {
    "c++": " cplusplus ",
    "c#": " csharp ",
    "f#": " fsharp ",
    ".net": " dotnet ",
}
_NAME = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in _NAMES))
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]")
# What people write between the words they mean.
STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "how",
        "i",
        "in",
        "into",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "want",
        "learn",
        "learning",
        "with",
        "what",
        "your",
        "you",
    ]
)
_stemmer = snowballstemmer.stemmer("english")
_lock = Lock()


def fold(text: str) -> str:
    """Return `text` without accents and capitals, and without NUL, which no database takes."""
    plain = unicodedata.normalize("NFKD", text.replace("\0", " ").casefold())
    return _NAME.sub(lambda found: _NAMES[found.group()], _MARKS.sub("", plain))


def cut(text: str) -> list[str]:
    """Return the words of `text`, folded, in order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return what `word` has in common with its other forms: "lessons" and "lesson" are one."""
    with _lock:  # the stemmer keeps the word it works on
        return _stemmer.stemWord(word) if word.isascii() else word


def indexed(*texts: str) -> str:
    """Return the words of the texts, each followed by its stem where that differs."""
    out: list[str] = []
    for word in cut(" ".join(texts))[:MOST_INDEXED]:
        out.append(word)
        if (short := stem(word)) != word:
            out.append(short)
    return " ".join(out)


def tidy(text: str) -> str:
    """Return what somebody typed as we repeat it: no NUL, single spaces, at most 80 characters."""
    plain = text[: MOST_CHARACTERS * 4].replace("\0", " ")
    return " ".join(plain.split())[:MOST_CHARACTERS].strip()


def asked(text: str) -> list[str]:
    """Return the words to look for: without the small ones, unless there are no others."""
    words = cut(tidy(text))
    return [word for word in words if word not in STOP][:MOST_WORDS] or words[:MOST_WORDS]
