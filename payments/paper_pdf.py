"""A receipt or credit note as a sheet of paper (A4)."""

from zoneinfo import ZoneInfo

from fpdf import FPDF

from peerlearn.common import lettering
from peerlearn.common.money import format_inr

from .models import CreditNote, Receipt

INK, MUTED, PEACOCK = (23, 33, 31), (85, 96, 92), (11, 90, 86)
EDGE, WIDTH = 20, 170
INDIA = ZoneInfo("Asia/Kolkata")
UNWRITTEN = "(see the page of this paper)"


def render(paper: Receipt | CreditNote) -> bytes:
    """Return the PDF; amounts in rupees, days on India's clock."""
    texts = [paper.payer_name, paper.payee_name, paper.content["seller"]["name"]]
    texts += [paper.content["seller"]["address"], *(line["text"] for line in _lines(paper))]
    needed, _ = lettering.types_for([lettering.clean(text) for text in texts])
    pdf = _sheet(needed)
    pdf.set_title(f"{_title(paper)} {paper.number}")
    pdf.set_creator("PeerLearn")
    _seller(pdf, paper)
    _head(pdf, paper)
    _table(pdf, paper)
    return bytes(pdf.output())


def _title(paper: Receipt | CreditNote) -> str:
    return "Receipt" if isinstance(paper, Receipt) else "Credit note"


def _lines(paper: Receipt | CreditNote) -> list[dict]:
    return paper.content["lines"]


def _sheet(needed: list[str]) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_margin(EDGE)
    pdf.set_auto_page_break(True, margin=EDGE)
    lettering.begin(pdf, needed)
    return pdf


def _seller(pdf: FPDF, paper: Receipt | CreditNote) -> None:
    seller = paper.content["seller"]
    _text(pdf, seller["name"], size=14, colour=PEACOCK, bold=True)
    if seller["address"]:
        _text(pdf, seller["address"], size=10, colour=MUTED)
    if seller["gstin"]:
        _text(pdf, f"GSTIN {seller['gstin']}", size=10, colour=MUTED)
    pdf.ln(10)


def _head(pdf: FPDF, paper: Receipt | CreditNote) -> None:
    day = paper.issued_at.astimezone(INDIA)
    _text(pdf, _title(paper), size=26, colour=INK, bold=True)
    _text(pdf, f"No. {paper.number} · {day.day} {day:%B %Y}", size=11, colour=INK)
    if isinstance(paper, CreditNote):
        _text(pdf, f"Corrects receipt {paper.receipt.number}", size=11, colour=INK)
    _text(pdf, f"For {paper.payer_name}", size=11, colour=INK)
    if paper.payee_name:
        _text(pdf, f"Mentor: {paper.payee_name}", size=11, colour=MUTED)
    pdf.ln(8)


def _table(pdf: FPDF, paper: Receipt | CreditNote) -> None:
    for line in _lines(paper):
        _row(pdf, line["text"], line["net"])
        if line["tax"]:
            rate = f"{line['tax_bps'] / 100:g} %"
            _row(pdf, f"GST {rate}, SAC {line['sac']}", line["tax"], colour=MUTED)
    pdf.set_draw_color(*PEACOCK)
    pdf.line(EDGE, pdf.get_y() + 1, EDGE + WIDTH, pdf.get_y() + 1)
    pdf.ln(3)
    words = "Paid" if isinstance(paper, Receipt) else "Paid back"
    _row(pdf, words, paper.total, bold=True)


def _row(
    pdf: FPDF,
    text: str,
    paise: int,
    *,
    colour: tuple[int, int, int] = INK,
    bold: bool = False,
) -> None:
    pdf.set_text_color(*colour)
    pdf.set_font(lettering.LATIN, style="B" if bold else "", size=11)
    top = pdf.get_y()
    pdf.multi_cell(WIDTH - 40, 6, _written(text), align="L", new_x="LMARGIN", new_y="NEXT")
    after = pdf.get_y()
    pdf.set_xy(EDGE + WIDTH - 40, top)
    # Not every type has a rupee sign, so that the amount says it in letters.
    pdf.cell(40, 6, f"INR {format_inr(paise).replace('₹', '')}", align="R")
    pdf.set_xy(EDGE, after + 1)


def _text(
    pdf: FPDF, text: str, *, size: float, colour: tuple[int, int, int], bold: bool = False
) -> None:
    pdf.set_text_color(*colour)
    pdf.set_font(lettering.LATIN, style="B" if bold else "", size=size)
    pdf.multi_cell(WIDTH, size / 2, _written(text), align="L", new_x="LMARGIN", new_y="NEXT")


def _written(text: str) -> str:
    clean = lettering.clean(text)
    _, unwritten = lettering.types_for([clean])
    return "".join(letter for letter in clean if letter not in unwritten) or UNWRITTEN
