"""Login."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import User


class LoginForm(AllauthLoginForm):
    """E-mail, password, remember me."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page has its own link to the reset.
        self.fields["password"].help_text = ""
        # "webauthn" lets browsers offer a passkey in the field once there are any.
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username webauthn",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class CodeForm(forms.Form):
    """A code of the authenticator app, or a backup code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        help_text=_("Six digits from your authenticator app, or one of your backup codes."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class LoginCodeForm(CodeForm):
    """The code at login, and whether this device may do without from now on."""

    trust = forms.BooleanField(
        label=_("Don't ask for codes on this device for 30 days"), required=False
    )

    def __init__(self, *args: Any, may_trust: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_trust:
            del self.fields["trust"]


class PasswordForm(forms.Form):
    """One's own password, once more."""

    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def fits(self, user: User) -> bool:
        """Tell whether the password is `user`'s; otherwise the form says so."""
        if user.check_password(self.cleaned_data["password"]):
            return True
        self.add_error("password", _("This is not your password."))
        return False


class ResendForm(forms.Form):
    """Whose confirmation mail is to be sent again."""

    email = forms.EmailField(
        label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class AddressForm(forms.Form):
    """Another e-mail address for one's account."""

    email = forms.EmailField(
        label=_("New address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
