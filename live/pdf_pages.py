"""Pictures of the pages of a PDF: `python -m live.pdf_pages FILE FOLDER`, in a process of its own.

A PDF is somebody's file: what it does to the library that reads it must not reach the server. The
process has a limit of memory and time, writes N.webp into FOLDER and one line of JSON:
{"pages": [{"width", "height", "text"}]} or {"problem": "broken"|"locked"|"too_long"}.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import pypdfium2

MOST_PAGES = 80
LONG_SIDE = 1600
MOST_TEXT = 2000
QUALITY = 82
MEMORY = 2 * 1024**3
SECONDS = 120
PASSWORD = 4  # of FPDF_GetLastError


def main(source: str, folder: str) -> None:
    """Draw the pages of `source` into `folder` and print what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        told = drawn(source, Path(folder))
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == PASSWORD
        told = {"problem": "locked" if locked else "broken"}
    sys.stdout.write(json.dumps(told))


def drawn(source: str, folder: Path) -> dict[str, Any]:
    """Draw each page with its longer side at 1600 pixels."""
    with pypdfium2.PdfDocument(source) as document:
        if len(document) > MOST_PAGES:
            return {"problem": "too_long"}
        return {"pages": [_page(document, number, folder) for number in range(len(document))]}


def _page(document: pypdfium2.PdfDocument, number: int, folder: Path) -> dict[str, Any]:
    page = document[number]
    width, height = page.get_size()
    picture = page.render(scale=LONG_SIDE / max(width, height, 1)).to_pil().convert("RGB")
    # A page may be a thousand times as long as wide.
    picture = picture.resize((max(picture.width, 16), max(picture.height, 16)))
    picture.save(folder / f"{number + 1}.webp", quality=QUALITY)
    text = " ".join(page.get_textpage().get_text_bounded().split())[:MOST_TEXT]
    kept = "".join(letter for letter in text if letter.isprintable())
    return {"width": picture.width, "height": picture.height, "text": kept}


if __name__ == "__main__":
    main(*sys.argv[1:])
