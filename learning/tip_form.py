"""What a tip asks for: one of three amounts and a line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payments.enums import GIFT_AMOUNTS
from payments.models.gift import MESSAGE_LENGTH
from peerlearn.common.money import format_inr


class TipForm(forms.Form):
    """Amount in paise and an optional line for the mentor."""

    amount = forms.TypedChoiceField(
        label=_("How much?"),
        choices=[(amount, format_inr(amount)) for amount in GIFT_AMOUNTS],
        coerce=int,
        initial=GIFT_AMOUNTS[1],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("A line for your mentor (you may leave it empty)"),
        max_length=MESSAGE_LENGTH,
        required=False,
    )

    def given(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: self.cleaned_data[name] for name in ("amount", "message")}
