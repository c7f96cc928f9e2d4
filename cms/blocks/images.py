"""The picture of an editor inside a block."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import Image

from ..pictures import read_already


class _Chooser(ImageChooserBlock):
    """Takes pictures that were read with all others of the page."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Image | None]:
        """Return the pictures of these keys, each one its own: the alt text hangs on it."""
        read = read_already()
        if read is None:
            return super().bulk_to_python(values)
        return [copy(read[key]) if key in read else None for key in values]


class EditorPicture(ImageBlock):
    """A picture with an alt text, which is asked for unless the picture only decorates."""

    def __init__(self, required: bool = True, **options: Any) -> None:
        super().__init__(required=required, **options)
        parts = {
            "image": _Chooser(required=required, help_text=_("JPEG, PNG, WebP or AVIF.")),
            "decorative": BooleanBlock(
                required=False,
                label=_("Image is decorative"),
                help_text=_("It tells nothing the words do not: screen readers pass it over."),
            ),
            "alt_text": CharBlock(
                required=False,
                label=_("Alt text"),
                help_text=_("What is to be seen, for who can't see it. Needed unless decorative."),
            ),
        }
        for name, part in parts.items():
            part.set_name(name)
            self.child_blocks[name] = part
