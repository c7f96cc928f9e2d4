"""Cut the shipped fonts out of the npm packages: `npm run fonts` (needs fonttools and brotli).

The result is committed beside this file, so that a build needs no Python. It prints, for each face,
the overrides that make the local fallback take the same room (they stand in css/base/fonts.css).
"""

from copy import deepcopy
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
PACKAGES = HERE.parents[2] / "node_modules" / "@fontsource-variable"
LATIN = {
    *range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2013, 0x2014, 0x2018, 0x2019,
    0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2212,
}  # fmt: skip
RUPEE = {0x20B9}
# name of our file, package, its subset, characters, weights kept, weight most used
FACES = [
    ("bricolage", "bricolage-grotesque", "latin", LATIN, (400, 800), 650),
    ("bricolage-rupee", "bricolage-grotesque", "latin-ext", RUPEE, (400, 800), 650),
    ("hanken", "hanken-grotesk", "latin", LATIN, (400, 700), 400),
]
# Advance widths of Arial's small letters, 2048 units an em, from its published metrics.
ALPHABET = " abcdefghijklmnopqrstuvwxyz"
ARIAL = dict(
    zip(
        ALPHABET,
        (569, 1139, 1139, 1024, 1139, 1139, 569, 1139, 1139, 455, 455, 1024, 455, 1706, 1139, 1139,
         1139, 1139, 682, 1024, 569, 1139, 1024, 1479, 1024, 1024, 1024),
        strict=True,
    )
)  # fmt: skip
ARIAL_BOLD = dict(
    zip(
        ALPHABET,
        (569, 1139, 1251, 1139, 1251, 1139, 682, 1251, 1251, 569, 569, 1139, 569, 1821, 1251, 1251,
         1251, 1251, 797, 1139, 682, 1251, 1139, 1593, 1139, 1139, 1024),
        strict=True,
    )
)  # fmt: skip
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "rvrn", "tnum"]
# English as it is written, so that a mean over it is the width of running text.
LETTERS = (
    " aaaaaaaabbcccddddeeeeeeeeeeeeffgghhhhiiiiiijkllllmmnnnnnnooooooppqrrrrrsssssttttttuuuvwxyyz"
)


def cut(package: str, subset: str, characters: set[int], weights: tuple[int, int]) -> TTFont:
    """Return the face with only `characters` and the weight axis limited to `weights`."""
    font = TTFont(PACKAGES / package / "files" / f"{package}-{subset}-wght-normal.woff2")
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": weights})
    font.flavor = "woff2"
    return font


def fallback(font: TTFont, weight: int) -> str:
    """Return the descriptors of an Arial that takes as much room as `font` does at `weight`."""
    arial = ARIAL_BOLD if weight >= 600 else ARIAL
    one = instantiateVariableFont(deepcopy(font), {"wght": weight})
    em, cmap, widths, line = one["head"].unitsPerEm, one.getBestCmap(), one["hmtx"], one["hhea"]
    ours = sum(widths[cmap[ord(letter)]][0] for letter in LETTERS) / em
    adjust = ours / sum(arial[letter] / 2048 for letter in LETTERS)
    return (
        f"size-adjust: {adjust:.1%}; ascent-override: {line.ascent / em / adjust:.1%}; "
        f"descent-override: {-line.descent / em / adjust:.1%}; "
        f"line-gap-override: {line.lineGap / em / adjust:.1%};"
    )


if __name__ == "__main__":
    for name, package, subset, characters, weights, weight in FACES:
        face = cut(package, subset, characters, weights)
        face.save(HERE / f"{name}.woff2")
        size = (HERE / f"{name}.woff2").stat().st_size
        room = fallback(face, weight) if characters is LATIN else ""
        print(f"{name}: {size} bytes", room)  # noqa: T201 (a command talks on the terminal)
