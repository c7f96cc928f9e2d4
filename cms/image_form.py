"""Uploading a picture in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


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
        if "description" in self.fields:
            self.fields["description"].required = True
