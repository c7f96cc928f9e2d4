"""Uploading a picture in the admin."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from peerlearn.common.images import BROKEN


class PictureField(WagtailImageField):
    """Wagtail's field, which lets a file that only begins like a picture raise what Pillow does."""

    def to_python(self, data: Any) -> Any:
        """Return the file. Raises ValidationError for what no program can read."""
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except BROKEN as error:
            raise ValidationError(_("This file is broken. Choose another picture.")) from error


class PictureForm(BaseImageForm):
    """A picture and what is to be seen on it: the alt text offered wherever it is used."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helps = {
            "title": _("For the library; visitors do not see it."),
            "description": _("What is to be seen, in a sentence. It becomes the alt text."),
            "tags": _("Words to find it by. May stay empty."),
        }
        for name, text in helps.items():
            if name in self.fields:
                self.fields[name].help_text = text
        if old := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=old.label, required=old.required, widget=old.widget
            )
        if "description" in self.fields:
            self.fields["description"].required = True
