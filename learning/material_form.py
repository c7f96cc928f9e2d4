"""What a mentor adds to a session: a file or a link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .material_files import ACCEPTED, MOST_MEGABYTES, MOST_TITLE


class MaterialForm(forms.Form):
    """One of file and link, and what it is called."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=255,
        allow_empty_file=True,
        help_text=_("PDF, picture, office document, text or ZIP, at most %d MB.") % MOST_MEGABYTES,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    url = forms.CharField(
        label=_("Or a link"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "url", "inputmode": "url", "placeholder": "https://"}
        ),
    )
    title = forms.CharField(label=_("Called"), required=False, max_length=MOST_TITLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # On a session's page two forms have a title.
        super().__init__(*args, auto_id="id_material_%s", **kwargs)

    def clean(self) -> dict[str, Any]:
        """Want one of the two."""
        data = super().clean() or {}
        if "file" in self.errors:
            return data
        if bool(data.get("file")) == bool(data.get("url", "").strip()):
            self.add_error("file", _("Choose a file or write a link, one of them."))
        return data
