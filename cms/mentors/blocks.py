"""What a biography is made of; looks are in templates/cms/mentor/. Few blocks, on purpose."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from .addresses import check_film, check_link, film

WORDS = ["bold", "italic", "link", "ul", "ol"]
MOST_HEADING = 80
MOST_QUOTE = 400
MOST_LINKS = 5


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(max_length=MOST_QUOTE, label=_("Quote"))
    who = blocks.CharBlock(max_length=80, required=False, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        template = "cms/mentor/quote.html"


class FilmBlock(blocks.URLBlock):
    """A film on YouTube or Vimeo; its player is loaded when somebody presses play."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("validators", [check_film])
        super().__init__(*args, **kwargs)

    def get_context(self, value: str, parent_context: dict | None = None) -> dict[str, Any]:
        """Add the film, None for an address that we no longer show."""
        return super().get_context(value, parent_context=parent_context) | {"film": film(value)}

    class Meta:
        icon = "media"
        template = "cms/mentor/film.html"


class Biography(blocks.StreamBlock):
    """What a mentor tells of themselves, from top to bottom."""

    paragraph = blocks.RichTextBlock(features=WORDS, template="cms/mentor/paragraph.html")
    heading = blocks.CharBlock(
        max_length=MOST_HEADING, icon="title", template="cms/mentor/heading.html"
    )
    quote = QuoteBlock()
    picture = ImageBlock(template="cms/mentor/picture.html")
    film = FilmBlock(label=_("Film"), help_text=_("Address of a film on YouTube or Vimeo."))


class Links(blocks.StreamBlock):
    """Where to read of somebody elsewhere."""

    link = blocks.URLBlock(
        validators=[check_link], help_text=_("Such as https://www.linkedin.com/in/you.")
    )

    class Meta:
        max_num = MOST_LINKS
