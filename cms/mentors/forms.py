"""What a mentor fills in about their page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from peerlearn.common.errors import DomainError
from peerlearn.common.images import MAX_BYTES, clean_picture, parse_crop

from ..models import MentorPage
from . import writing
from .addresses import check_film, check_link
from .blocks import MOST_LINKS
from .clips import MAX_MEGABYTES
from .drafts import MOST_TEXT, Changes

PICTURES = "image/jpeg,image/png,image/webp,image/gif"
PORTRAIT_SIDE = 640
POSTER_SIDE = 1280
FILM_HELP = _("MP4 or WebM, at most %d MB; a minute is plenty. It goes before the address below.")


@dataclass(frozen=True)
class FixedPart:
    """A part of a biography that editors laid out, and how to tell it apart."""

    what: Any
    words: str


def picture(label: Any, words: Any) -> forms.FileField:
    """Return a field for a picture that may be left as it is."""
    return forms.FileField(
        label=label,
        required=False,
        help_text=words,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )


class PageForm(forms.Form):
    """Headline, biography, pictures, film and links of a page; `text_0`... are its texts."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    headline = forms.CharField(
        label=_("Your headline"),
        max_length=140,
        help_text=_("One line under your name: what a learner can do after an hour with you."),
    )
    portrait = picture(_("Portrait"), _("Instead of the picture of your account."))
    portrait_crop = forms.CharField(required=False, widget=forms.HiddenInput)
    drop_portrait = forms.BooleanField(
        label=_("Use the picture of my account again"), required=False
    )
    film = forms.FileField(
        label=_("Film to introduce yourself"),
        required=False,
        allow_empty_file=True,
        help_text=FILM_HELP % MAX_MEGABYTES,
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm"}),
    )
    drop_film = forms.BooleanField(label=_("Take the film away"), required=False)
    film_url = forms.CharField(
        label=_("Or its address on YouTube or Vimeo"),
        required=False,
        max_length=300,
        validators=[check_film],
        widget=forms.URLInput,
    )
    poster = picture(
        _("Picture before it plays"), _("Wide, such as a frame of the film. Else your portrait.")
    )
    drop_poster = forms.BooleanField(label=_("Take this picture away"), required=False)
    links = forms.CharField(
        label=_("Where people can read of you"),
        required=False,
        max_length=MOST_LINKS * 310,
        help_text=_("One https address a line, such as LinkedIn or GitHub; at most five."),
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "url"}),
    )

    def __init__(self, *args: Any, draft: MentorPage, **kwargs: Any) -> None:
        stored = list(draft.biography.raw_data)
        self._parts = writing.parts(stored)
        texts = [part.text for part in self._parts if isinstance(part, writing.Text)]
        kwargs["initial"] = {
            "base": draft.latest_revision_id,
            "headline": draft.headline,
            "film_url": draft.film_url,
            "links": "\n".join(block.value for block in draft.links),
            **{f"text_{number}": text for number, text in enumerate(texts)},
        }
        super().__init__(*args, **kwargs)
        for number in range(len(texts)):
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Your biography") if number == 0 else _("Your biography, going on"),
                required=False,
                max_length=MOST_TEXT,
                strip=True,
                widget=forms.Textarea(attrs={"rows": 18 if number == 0 else 5}),
            )
        self.texts = len(texts)

    def biography(self) -> list[Any]:
        """Return the fields of the texts and the fixed parts, in the order of the page."""
        shown: list[Any] = []
        number = 0
        for part in self._parts:
            if isinstance(part, writing.Text):
                shown.append(self[f"text_{number}"])
                number += 1
            else:
                shown.append(_fixed(part.block))
        return shown

    def clean_links(self) -> tuple[str, ...]:
        """Return the addresses, each checked."""
        urls = tuple(line.strip() for line in self.cleaned_data["links"].splitlines())
        for url in filter(None, urls):
            check_link(url)
        return tuple(dict.fromkeys(filter(None, urls)))

    def changes(self) -> Changes:
        """Return what was asked for, pictures drawn anew. Raises what `clean_picture` raises."""
        data = self.cleaned_data
        crop = parse_crop(data["portrait_crop"])
        portrait, poster = data["portrait"], data["poster"]
        return Changes(
            headline=data["headline"],
            texts=[data[f"text_{number}"] for number in range(self.texts)],
            film_url=data["film_url"],
            links=data["links"],
            portrait=_drawn("portrait", portrait, PORTRAIT_SIDE, crop=crop) if portrait else None,
            poster=_drawn("poster", poster, POSTER_SIDE, square=False) if poster else None,
            film=data["film"] or None,
            drop_portrait=data["drop_portrait"],
            drop_poster=data["drop_poster"],
            drop_film=data["drop_film"],
        )


def moved_to(sent: QueryDict, draft: MentorPage) -> QueryDict:
    """Return what was typed to one version, laid out for the places of a newer one."""
    typed = [sent[name] for name in sorted(sent, key=_place) if name.startswith("text_")]
    moved = sent.copy()
    for name in [name for name in moved if name.startswith("text_")]:
        del moved[name]
    places = PageForm(draft=draft).texts
    for number in range(places):
        end = None if number == places - 1 else number + 1
        moved[f"text_{number}"] = "\n\n".join(typed[number:end])
    moved["base"] = str(draft.latest_revision_id or "")
    return moved


def _place(name: str) -> tuple[int, str]:
    tail = name.removeprefix("text_")
    return (int(tail) if tail.isdecimal() and len(tail) < 5 else 0, name)


def _fixed(block: writing.Raw) -> FixedPart:
    value = block["value"]
    if block["type"] == "picture":
        return FixedPart(_("A picture"), str(value.get("alt_text") or ""))
    if block["type"] == "film":
        return FixedPart(_("A film"), str(value))
    return FixedPart(_("Text laid out by our editors"), "")


def _drawn(field: str, file: Any, side: int, **how: Any) -> Any:
    try:
        # One byte more than allowed is enough to see that it is too much.
        return clean_picture(file.read(MAX_BYTES + 1), side=side, **how)
    except DomainError as error:
        error.fields = {field: error.message}
        raise
