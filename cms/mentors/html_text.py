"""Paragraphs and lists of HTML as cms/mentors/writing.py types them. Pure."""

import re
from html.parser import HTMLParser

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_LISTS = ("ul", "ol")


def html_to_text(html: str) -> str | None:
    """Return the text of it; None where a tag has no way to be typed."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return None if writer.lost else "\n\n".join(chunk for chunk in writer.chunks() if chunk)


class _Writer(HTMLParser):
    """Collects chunks; `lost` is set by what can't be typed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lost = False
        self._chunks: list[str] = [""]
        self._list = ""
        self._items = 0
        self._href = ""

    def chunks(self) -> list[str]:
        """Return what was read, in paragraphs."""
        return [chunk.strip() for chunk in self._chunks]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MARKS:
            self._write(_MARKS[tag])
        elif tag == "br":
            self._write("\n")
        elif tag == "p":
            self._chunks.append("")
        elif tag in _LISTS:
            self.lost |= bool(self._list)
            self._list, self._items = tag, 0
            self._chunks.append("")
        elif tag == "li":
            self._items += 1
            self._write("\n- " if self._list == "ul" else f"\n{self._items}. ")
        elif tag == "a":
            self._href = dict(attrs).get("href") or ""
            self.lost |= not self._href.startswith(("https://", "http://"))
            self._write("[")
        else:
            self.lost = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self._write(_MARKS[tag])
        elif tag == "a":
            self._write(f"]({self._href})")
        elif tag == "p" or tag in _LISTS:
            self._list = "" if tag in _LISTS else self._list
            self._chunks.append("")

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        text = re.sub(r"([\\*\[\]])", r"\\\1", text)
        at_start = not self._chunks[-1] or self._chunks[-1].endswith("\n")
        # What stands first in a line must not turn it into a list, a heading or a quote.
        if at_start and (found := re.match(r"(#|>|-|\d{1,3}\.)", text)):
            end = found.end() - 1
            text = f"{text[:end]}\\{text[end:]}"
        self._write(text)

    def _write(self, text: str) -> None:
        self._chunks[-1] += text
