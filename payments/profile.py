"""Payments' section of the profile: how somebody likes to pay."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerlearn.accounts.models import User
from peerlearn.accounts.sections import Section, SectionForm, register

from .enums import PaymentMethod
from .services import preferences


class PaymentMethodForm(SectionForm):
    """One way of paying, or none in particular."""

    method = forms.ChoiceField(
        label=_("Open checkout with"),
        required=False,
        choices=PaymentMethod.choices,
        widget=forms.RadioSelect,
        help_text=_("You can always take another way there."),
    )


def load(user: User) -> dict[str, Any]:
    """Return the preferred way of paying."""
    return {"method": preferences.method_of(user)}


def register_sections() -> None:
    """Make payments' section known; called once, when the apps are ready."""
    register(
        Section(
            key="payment",
            title=_("Payment method"),
            blurb=_("The way of paying that checkout opens with"),
            icon="wallet",
            order=40,
            form_class=PaymentMethodForm,
            load=load,
            save=lambda user, data: preferences.set_method(user=user, **data),
            template="payments/profile_method.html",
        )
    )
