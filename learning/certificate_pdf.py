"""The certificate of attendance as a sheet of paper (A4, lying)."""

from fpdf import FPDF

from peerlearn.common import lettering

from .queries.certificates import Facts

INK, MUTED, PEACOCK, MARIGOLD = (23, 33, 31), (85, 96, 92), (11, 90, 86), (242, 167, 27)
WIDTH, HEIGHT, EDGE = 297, 210, 14
NAME_ELSEWHERE = "The holder's name is on the page below"
TITLE_ELSEWHERE = "a session whose title is on the page below"
SMALLEST = 14


def length_text(minutes: int) -> str:
    """Return a length in words: "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    words = [f"{count} {word}{'s' if count != 1 else ''}" for count, word in parts if count]
    return " ".join(words) or "0 minutes"


def render(facts: Facts, *, code: str, url: str) -> bytes:
    """Return the PDF. What no bundled type can write is left to the page at `url`."""
    name = _written(facts.name, NAME_ELSEWHERE)
    title = _written(facts.session, TITLE_ELSEWHERE)
    mentor = _written(facts.mentor, "")
    needed, _ = lettering.types_for([name, title, mentor])
    pdf = _sheet(needed)
    pdf.set_title("Certificate of attendance")
    pdf.set_creator("PeerLearn")
    _line(pdf, 40, "PeerLearn", size=13, colour=PEACOCK, bold=True)
    _line(pdf, 55, "Certificate of attendance", size=32, colour=INK, bold=True)
    _line(pdf, 82, name, size=26, colour=PEACOCK)
    _line(pdf, 102, "attended", size=13, colour=MUTED)
    _line(pdf, 112, title, size=20, colour=INK)
    if mentor:
        _line(pdf, 126, f"with {mentor}", size=13, colour=MUTED)
    day = f"{facts.day.day} {facts.day:%B %Y}"
    _line(pdf, 146, f"{day} · {length_text(facts.minutes)}", size=15, colour=INK)
    _line(pdf, 172, f"Code {code}", size=11, colour=INK)
    _line(pdf, 180, f"Check it at {url}", size=11, colour=MUTED, link=url)
    return bytes(pdf.output())


def _written(text: str, otherwise: str) -> str:
    clean = lettering.clean(text)
    _, unwritten = lettering.types_for([clean])
    return otherwise if unwritten else clean


def _sheet(needed: list[str]) -> FPDF:
    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_auto_page_break(False)
    lettering.begin(pdf, needed)
    pdf.set_line_width(0.4)
    pdf.set_draw_color(*PEACOCK)
    pdf.rect(EDGE, EDGE, WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE)
    pdf.set_line_width(1.2)
    for at, colour in ((-4, PEACOCK), (4, MARIGOLD)):
        pdf.set_draw_color(*colour)
        pdf.circle(WIDTH / 2 + at, 29, 7)
    return pdf


def _line(
    pdf: FPDF,
    y: float,
    text: str,
    *,
    size: float,
    colour: tuple[int, int, int],
    bold: bool = False,
    link: str = "",
) -> None:
    """Write a centred line, smaller where it is too long, cut only as a last resort."""
    room = WIDTH - 2 * EDGE - 20
    pdf.set_text_color(*colour)
    pdf.set_font(lettering.LATIN, style="B" if bold else "", size=size)
    while size > SMALLEST and pdf.get_string_width(text) > room:
        size -= 1
        pdf.set_font_size(size)
    while pdf.get_string_width(text) > room:
        text = text[:-2].rstrip() + "…"
    pdf.set_xy(EDGE, y)
    pdf.cell(WIDTH - 2 * EDGE, size / 2, text, align="C", link=link)
