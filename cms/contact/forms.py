"""The form of the contact page, and what tells a person from a program without asking anybody."""

import re
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SALT = "cms.contact"
FASTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600
MOST_LINKS = 2
LINK = re.compile(r"(?:https?:|www\.|\[url)", re.I)


def stamp() -> str:
    """Return the signed moment a form was shown."""
    return signing.dumps("shown", salt=SALT)


class ContactForm(forms.Form):
    """Name, address, topic, message. The last two fields are for programs."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We answer to this address and use it for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    topic = forms.ChoiceField(label=_("What is it about?"))
    message = forms.CharField(
        label=_("Message"),
        min_length=10,
        max_length=4000,
        help_text=_("With the number of the booking, if it is about one."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    leave_empty = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, topics: list[str], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"shown": stamp()})
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", _("Choose one")), *((one, one) for one in topics)]

    def clean_name(self) -> str:
        """Return the name on one line: it stands in the head of a mail."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_message(self) -> str:
        """Refuse what is made of links."""
        text = self.cleaned_data["message"]
        if len(LINK.findall(text)) > MOST_LINKS:
            raise forms.ValidationError(_("Write it with two links at most."))
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse what no person sends: a filled trap, no stamp, or one of a moment ago."""
        found = super().clean() or {}
        if found.get("leave_empty"):
            raise forms.ValidationError(
                _("A hidden field was filled in, as programs do. Please send it once more.")
            )
        if not self._was_shown(found.get("shown", "")):
            raise forms.ValidationError(
                _("That was very quick, or the page had been open for a day. Press Send again.")
            )
        return found

    def _was_shown(self, value: str) -> bool:
        """Tell whether the form was shown a while ago; a stamp that is too fresh may ripen."""
        try:
            signing.loads(value, salt=SALT, max_age=LONGEST_SECONDS)
        except signing.BadSignature:
            self._renew()
            return False
        try:
            signing.loads(value, salt=SALT, max_age=FASTEST_SECONDS)
        except signing.SignatureExpired:
            return True
        return False

    def _renew(self) -> None:
        """Show a new stamp, and no trap filled in, with everything else as it was typed."""
        self.data = self.data.copy()
        self.data["shown"] = stamp()
