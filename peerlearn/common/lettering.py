"""Which type writes which letters, for PDFs: the files of fonts/, smallest set first."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF

FOLDER = Path(__file__).with_name("fonts")
LATIN, BOLD = "noto-sans-latin", "noto-sans-latin-bold"


def clean(text: str) -> str:
    """Return text in one line with composed letters, as the files hold them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def path_of(name: str) -> Path:
    """Return the file of a type."""
    return FOLDER / f"{name}.woff2"


@cache
def others() -> tuple[str, ...]:
    """Return the types beside Latin."""
    names = sorted(file.stem for file in FOLDER.glob("*.woff2"))
    return tuple(name for name in names if name not in (LATIN, BOLD))


@cache
def letters(name: str) -> frozenset[int]:
    """Return the code points a type can write."""
    with TTFont(path_of(name), lazy=True) as font:
        return frozenset(font.getBestCmap())


def types_for(texts: Iterable[str]) -> tuple[list[str], set[str]]:
    """Return the types beside Latin that write `texts`, and the letters none of them can."""
    missing = {letter for text in texts for letter in text if not _joins(letter)}
    missing -= {chr(code) for code in letters(LATIN)}
    needed = []
    for name in others():
        written = {letter for letter in missing if ord(letter) in letters(name)}
        if written:
            needed.append(name)
            missing -= written
        if not missing:
            break
    return needed, missing


def _joins(letter: str) -> bool:
    # Joiners have no shape of their own.
    return letter in "\u200c\u200d"


def begin(pdf: FPDF, needed: list[str]) -> None:
    """Add a page whose text may be Latin, bold too, and of the types in `needed`."""
    pdf.add_font(LATIN, fname=path_of(LATIN))
    pdf.add_font(LATIN, style="B", fname=path_of(BOLD))
    for name in needed:
        pdf.add_font(name, fname=path_of(name))
    pdf.set_fallback_fonts(needed, exact_match=False)
    pdf.add_page()
    # Harfbuzz joins Indian letters; Latin alone needs no shaping.
    pdf.set_font(LATIN)
    pdf.set_text_shaping(bool(needed))
