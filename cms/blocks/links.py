"""Links of menus and footer."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ..links import check_path, check_web_address
from .choosers import KeepsKeys

NETWORKS = [
    ("LinkedIn", "LinkedIn"),
    ("YouTube", "YouTube"),
    ("Instagram", "Instagram"),
    ("Mastodon", "Mastodon"),
    ("GitHub", "GitHub"),
    ("WhatsApp", "WhatsApp"),
]


class PageKeyBlock(KeepsKeys, blocks.PageChooserBlock):
    """A page of the site."""


class LinkBlock(blocks.StructBlock):
    """Words that lead to a page, or to an address of this site."""

    label = blocks.CharBlock(max_length=30, help_text=_("One to three words."))
    page = PageKeyBlock(
        required=False, help_text=_("A page; the link follows it when its address changes.")
    )
    path = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Or address"),
        help_text=_("An address of this site, such as /sessions/topic/music/."),
    )

    class Meta:
        icon = "link"
        label_format = "{label}"

    def clean(self, value: Any) -> Any:
        """Ask for one of page and address, and keep addresses on this site."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["path"]):
            words = _("Choose a page or write an address: one of the two.")
            raise StructBlockValidationError({"path": ValidationError(words)})
        if cleaned["path"]:
            try:
                check_path(cleaned["path"])
            except ValidationError as error:
                raise StructBlockValidationError({"path": error}) from error
        return cleaned


class MenuBody(blocks.StreamBlock):
    """The links of the header."""

    link = LinkBlock(label=_("Link"), help_text=_("Stands in the header of every page."))

    class Meta:
        required = False
        max_num = 4


class ColumnBlock(blocks.StructBlock):
    """A heading with links below it."""

    title = blocks.CharBlock(max_length=30, help_text=_("The heading of the column."))
    links = blocks.ListBlock(LinkBlock(), min_num=1, max_num=8, help_text=_("From top to bottom."))


class FooterBody(blocks.StreamBlock):
    """The columns of the footer."""

    column = ColumnBlock(
        icon="list-ul", label=_("Column"), help_text=_("Stands in the footer of every page.")
    )

    class Meta:
        required = False
        max_num = 4


class ProfileBlock(blocks.StructBlock):
    """Where else we are to be found."""

    network = blocks.ChoiceBlock(choices=NETWORKS, help_text=_("Where it is."))
    url = blocks.CharBlock(
        max_length=200, label=_("Address"), help_text=_("The whole address, with https://.")
    )

    def clean(self, value: Any) -> Any:
        """Take https addresses only."""
        cleaned = super().clean(value)
        try:
            check_web_address(cleaned["url"])
        except ValidationError as error:
            raise StructBlockValidationError({"url": error}) from error
        return cleaned


class ProfilesBody(blocks.StreamBlock):
    """Profiles of ours elsewhere."""

    profile = ProfileBlock(
        icon="site", label=_("Profile"), help_text=_("Linked in the footer, told search engines.")
    )

    class Meta:
        required = False
        max_num = 6
