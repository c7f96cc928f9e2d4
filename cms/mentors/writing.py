"""A biography as its mentor types it, and back into blocks. Pure.

An empty line ends a paragraph; `## ` makes a heading, `- ` and `1. ` a list, `> ` a quote (its
last line may be `> -- Name`); **bold**, *italic*, [words](https://example.org). What can't be
written so, such as a picture an editor set, stays where it is: `joined` never touches it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import nh3
from django.utils.html import escape

from .html_text import html_to_text

Raw = dict[str, Any]  # a block as StreamField stores it: type, value, id

_INLINE = re.compile(
    r"\\(?P<plain>[\\*\[\]#>.-])"
    r"|\*\*(?P<bold>(?:\\.|[^*\\\n]|\*(?!\*))+?)\*\*"
    r"|\*(?P<italic>(?:\\.|[^*\\\n])+?)\*"
    r"|\[(?P<words>[^\[\]\n]+)\]\((?P<url>https?://[^\s()<>]+)\)"
)
_NUMBERED = re.compile(r"\d{1,3}\. +")
_SAFE_TAGS = {"p", "br", "b", "i", "a", "ul", "ol", "li"}


@dataclass(frozen=True)
class Text:
    """A run of blocks that can be typed."""

    blocks: tuple[Raw, ...]

    @property
    def text(self) -> str:
        """Return what the mentor sees in the box."""
        return "\n\n".join(str(to_text(block)) for block in self.blocks)


@dataclass(frozen=True)
class Fixed:
    """A block that stays as it is."""

    block: Raw


def parts(stored: list[Raw]) -> list[Text | Fixed]:
    """Return the blocks as texts and fixed blocks in turn, a text first and last."""
    found: list[Text | Fixed] = []
    run: list[Raw] = []
    for block in stored:
        if to_text(block) is None:
            found += [Text(tuple(run)), Fixed(block)]
            run = []
        else:
            run.append(block)
    return [*found, Text(tuple(run))]


def joined(stored: list[Raw], texts: list[str]) -> list[Raw]:
    """Return the blocks with new texts, one for each Text of `parts(stored)`, in order.

    A block whose text did not change stays as it is, to the letter; texts too many go last.
    """
    blocks: list[Raw] = []
    left = list(texts)
    places = parts(stored)
    for number, part in enumerate(places, start=1):
        if isinstance(part, Fixed):
            blocks.append(part.block)
            continue
        taken = left if number == len(places) else left[:1]
        left = left[len(taken) :]
        blocks += _kept_or_new(part.blocks, "\n\n".join(taken))
    return blocks


def to_blocks(text: str) -> list[Raw]:
    """Return a text as new blocks."""
    return [_new_block(chunk) for chunk in chunks(text)]


def chunks(text: str) -> list[str]:
    """Return the paragraphs of a text, without blanks around them."""
    lines = [line.strip() for line in text.replace("\0", "").splitlines()]
    return [one.strip() for one in re.split(r"\n{2,}", "\n".join(lines)) if one.strip()]


def to_text(block: Raw) -> str | None:
    """Return a block as it would be typed; None if typing it again would lose something."""
    kind, value = block["type"], block["value"]
    if kind == "paragraph":
        text = html_to_text(value)
    elif kind == "heading":
        text = f"## {_plain(value)}"
    elif kind == "quote":
        said = [*value["text"].splitlines(), *([f"-- {value['who']}"] if value.get("who") else [])]
        text = "\n".join(f"> {line}".strip() for line in said)
    else:
        return None
    if not text:
        return text
    again = to_blocks(text)
    same = kind == "paragraph" and _same_words(again, value)
    return text if same or _is_same(again, block) else None


def _is_same(again: list[Raw], block: Raw) -> bool:
    return len(again) == 1 and (again[0]["type"], again[0]["value"]) == (
        block["type"],
        block["value"],
    )


def _same_words(again: list[Raw], html: str) -> bool:
    typed = "".join(one["value"] for one in again if one["type"] == "paragraph")
    return all(one["type"] == "paragraph" for one in again) and _bare(typed) == _bare(html)


def _bare(html: str) -> str:
    """HTML without the marks the admin's editor puts on each line of it."""
    clean = nh3.clean(html, tags=_SAFE_TAGS, attributes={"a": {"href"}}, link_rel=None)
    return re.sub(r"\s*(</?(?:p|ul|ol|li|br)>)\s*", r"\1", clean).strip()


def _kept_or_new(old: tuple[Raw, ...], text: str) -> Iterator[Raw]:
    wanted = chunks(text)
    known = [(block, chunks(str(to_text(block)))) for block in old]
    at = 0
    while at < len(wanted):
        for place, (block, its) in enumerate(known):
            if its and wanted[at : at + len(its)] == its:
                yield block
                del known[place]
                at += len(its)
                break
        else:
            yield _new_block(wanted[at])
            at += 1


def _new_block(chunk: str) -> Raw:
    kind, value = _block_of(chunk)
    return {"type": kind, "value": value, "id": str(uuid4())}


def _block_of(chunk: str) -> tuple[str, Any]:
    lines = chunk.split("\n")
    if len(lines) == 1 and chunk.startswith("## "):
        return "heading", _unescaped(chunk[3:].strip())
    if all(line.startswith(">") for line in lines) and chunk.strip("> \n"):
        said = [line[1:].strip() for line in lines]
        who = said.pop()[3:].strip() if len(said) > 1 and said[-1].startswith("-- ") else ""
        return "quote", {"text": "\n".join(said), "who": who}
    if all(line.startswith("- ") for line in lines):
        return "paragraph", _list("ul", [line[2:] for line in lines])
    if all(_NUMBERED.match(line) for line in lines):
        return "paragraph", _list("ol", [_NUMBERED.sub("", line, count=1) for line in lines])
    return "paragraph", f"<p>{'<br/>'.join(_inline(line) for line in lines)}</p>"


def _list(tag: str, lines: list[str]) -> str:
    items = "".join(f"<li>{_inline(line.strip())}</li>" for line in lines)
    return f"<{tag}>{items}</{tag}>"


def _inline(text: str) -> str:
    """Marks as tags, everything else escaped."""
    html, at = "", 0
    for found in _INLINE.finditer(text):
        html += escape(text[at : found.start()])
        at = found.end()
        if found["plain"]:
            html += escape(found["plain"])
        elif found["bold"]:
            html += f"<b>{_inline(found['bold'])}</b>"
        elif found["italic"]:
            html += f"<i>{_inline(found['italic'])}</i>"
        else:
            html += f'<a href="{escape(found["url"])}">{_inline(found["words"])}</a>'
    return html + escape(text[at:])


def _plain(text: str) -> str:
    return re.sub(r"([\\*\[\]])", r"\\\1", text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\*\[\]#>.-])", r"\1", text)
