"""What the demo's editors have written: voices on the landing page, pages of topics."""

import json
import tomllib
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Image

from learning.models import Domain

from ..models import HomePage, TopicText
from .library import FOLDER
from .pictures import ASSETS

VOICES = "What learners say"


@transaction.atomic
def write_pages() -> None:
    """Write what is missing, once: what editors change or take away afterwards stays so."""
    if TopicText.objects.exists():
        return
    told = tomllib.loads((FOLDER / "pages.toml").read_text())
    for topic in told["topic"]:
        _write_topic(topic)
    _add_voices(told["voice"])


def _write_topic(topic: dict[str, Any]) -> None:
    asked = [{"question": asked, "answer": answer} for asked, answer in topic["questions"]]
    block = {"title": "Before you book", "items": _items(f"{topic['slug']}/questions", asked)}
    name = f"{topic['slug']}-{topic['cover']}.webp"
    drawn = ContentFile((ASSETS / "covers" / name).read_bytes(), name=name)
    picture = Image.objects.create(title=name, description=topic["alt"], file=drawn)
    text = TopicText(
        domain=Domain.objects.get(slug=topic["slug"]),
        intro=topic["intro"],
        picture=picture,
        picture_alt=topic["alt"],
        search_title=topic["title"],
        search_description=topic["description"],
        questions=json.dumps([_block("questions", topic["slug"], block)]),
    )
    text.save()
    text.save_revision().publish()


def _add_voices(voices: list[dict[str, Any]]) -> None:
    """Put the voices before the questions of the landing page."""
    home = HomePage.objects.get()
    parts = list(home.body.raw_data)
    place = next((n for n, part in enumerate(parts) if part["type"] == "questions"), len(parts))
    items = _items("voices", [{"portrait": None, **voice} for voice in voices])
    parts.insert(place, _block("testimonials", "home", {"title": VOICES, "items": items}))
    home.body = json.dumps(parts)
    home.save_revision().publish()


def _block(kind: str, where: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": _id(f"{where}/{kind}")}


def _items(name: str, values: list[Any]) -> list[dict[str, Any]]:
    """Children of a list need a type and an id each, or they load empty without an error."""
    return [
        {"type": "item", "value": value, "id": _id(f"{name}/{number}")}
        for number, value in enumerate(values)
    ]


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"peerlearn/demo/{name}"))
