"""The page at /sim/: what is there, and buttons for what banks and dashboards do."""

import html
from pathlib import Path
from typing import Any

from . import rules
from .store import Entity
from .world import World

PAGE = Path(__file__).parent / "pages" / "console.html"
SHOWN = 30
NEXT: dict[str, dict[str, tuple[str, ...]]] = {
    "payouts": {
        "queued": ("processing", "cancelled"),
        "processing": ("processed", "failed", "reversed"),
        "processed": ("reversed",),
        "failed": ("reversed",),
    },
    "refunds": {"pending": ("processed", "failed")},
    "payments": {"failed": ("authorized",), "authorized": ("expired",)},
}


def rupees(paise: int) -> str:
    """Return an amount the Indian way."""
    whole, rest = divmod(paise, 100)
    head, tail = str(whole)[:-3], str(whole)[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return "₹" + ",".join([*groups, tail]) + (f".{rest:02d}" if rest else "")


def page(world: World) -> str:
    """Return the console as HTML; call it with the store locked."""
    standing = world.webhooks.standing()
    words = {
        "url": html.escape(standing["url"] or "nowhere"),
        "state": _state(standing),
        "webhooks": "".join(_webhook(row) for row in standing["webhooks"][:SHOWN]),
        "payments": _rows(world, "payment"),
        "refunds": _rows(world, "refund"),
        "payouts": _rows(world, "payout"),
    }
    text = PAGE.read_text()
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", value)
    return text


def _state(standing: dict[str, Any]) -> str:
    if not standing["on"]:
        return "switched off"
    return "paused" if standing["paused"] else "on"


def _button(words: str, act: str, **body: Any) -> str:
    fields = " ".join(
        f'data-{name.replace("_", "-")}="{html.escape(str(text))}"' for name, text in body.items()
    )
    return f'<button type="button" data-act="{act}" {fields}>{html.escape(words)}</button>'


def _webhook(row: dict[str, Any]) -> str:
    resend = _button(f"Resend {row['number']}", "webhooks", body_act="resend", number=row["number"])
    cells = (row["number"], row["event"], row["attempts"], row["status"] or "", row["state"])
    return _row(cells, resend)


def _rows(world: World, kind: str) -> str:
    newest = world.store.latest(kind, rules.Page(SHOWN, 0, 0, rules.EVER))
    return "".join(_entity(entity, f"{kind}s") for entity in newest)


def _entity(entity: Entity, name: str) -> str:
    moves = NEXT[name].get(entity["status"], ())
    buttons = [
        _button(f"{state.capitalize()}: {entity['id']}", name, id=entity["id"], status=state)
        for state in moves
    ]
    return _row((entity["id"], rupees(entity["amount"]), entity["status"]), " ".join(buttons))


def _row(cells: tuple[Any, ...], buttons: str) -> str:
    texts = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells)
    return f"<tr>{texts}<td>{buttons}</td></tr>"
