"""Login and the plain one-page sign-up."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from peerlearn.common.zones import is_zone


class LoginForm(AllauthLoginForm):
    """E-mail, password, remember me."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page has its own link to the reset.
        self.fields["password"].help_text = ""


class SignupForm(AllauthSignupForm):
    """A new learner: name, address, password."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["name", "email", "password1"]

    def clean_time_zone(self) -> str:
        """Keep a zone we know; drop anything else, it is only a hint."""
        name = self.cleaned_data["time_zone"]
        return name if is_zone(name) else ""
