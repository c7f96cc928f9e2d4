"""The chat of a room as plain text. Pure."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from peerlearn.common.money import format_inr
from peerlearn.common.zones import clock_text, day_text

from .models import ChatMessage


def written(title: str, lines: Iterable[ChatMessage], zone: ZoneInfo) -> str:
    """Return lines with who wrote them and when, a heading for each day of `zone`."""
    out, day = [_("Chat of: %s") % title], date.min
    for line in lines:
        local = line.created_at.astimezone(zone)
        if local.date() != day:
            day = local.date()
            out += ["", day_text(line.created_at, zone)]
        name = line.sender.name or line.sender.short_name
        # What is written over several lines stands below its first one.
        text = "\n    ".join(_words(line).splitlines())
        out.append(f"[{clock_text(line.created_at, zone)}] {name}: {text}")
    if len(out) == 1:
        out += ["", _("Nothing was written.")]
    return "\n".join(out) + "\n"


def _words(line: ChatMessage) -> str:
    gift = _("gave %s") % format_inr(line.gift_amount) if line.gift_amount else ""
    file = _("sent the file %s") % line.file.name if line.file else ""
    return " ".join(f"({part})" for part in (gift, file) if part) + (
        f" {line.text}" if line.text and (gift or file) else line.text
    )
