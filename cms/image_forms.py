"""Pictures editors upload."""

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
    """The form of one picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if old := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=old.label, required=old.required, widget=old.widget
            )
