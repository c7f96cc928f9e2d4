"""QR codes as SVG paths: a page draws them without a script, a picture file or another host."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M


@dataclass(frozen=True)
class Drawing:
    """A path of unit squares in a square of `side` units, the quiet zone included."""

    side: int
    path: str


def drawing(text: str) -> Drawing:
    """Return the QR code of `text`."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    squares = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Drawing(side=len(rows), path="".join(squares))
