"""Forms about being paid out: where to, and how much."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payments import bank_details
from payments.models import PayoutMethod
from payments.payout_enums import MethodKind
from payments.queries.payouts import Sums
from peerlearn.common.errors import DomainError
from peerlearn.common.money import format_inr

PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


class _MethodForm(forms.Form):
    """What the rules of bank_details say stands beside the field it is about."""

    kind: MethodKind
    holder = forms.CharField(
        label=gettext_lazy("Name of the holder"),
        max_length=60,
        help_text=gettext_lazy("As the bank has it. It must be you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_holder(self) -> str:
        """Check the name."""
        return self._by(bank_details.clean_holder, "holder")

    def values(self) -> dict[str, str]:
        """Return what the service takes."""
        wanted = ("holder", "ifsc", "account")
        known = {key: self.cleaned_data[key] for key in wanted if key in self.cleaned_data}
        return {"kind": self.kind, **known}

    def _by(self, rule: Any, field: str) -> str:
        try:
            return rule(self.cleaned_data[field])
        except DomainError as error:
            raise forms.ValidationError(error.message) from error


class BankForm(_MethodForm):
    """A bank account in India."""

    kind = MethodKind.BANK
    ifsc = forms.CharField(
        label=gettext_lazy("IFSC"),
        max_length=20,
        help_text=gettext_lazy("On your cheque book: 11 characters, as HDFC0001234."),
        widget=forms.TextInput(attrs=PLAIN | {"autocapitalize": "characters"}),
    )
    account = forms.CharField(
        label=gettext_lazy("Account number"),
        max_length=40,
        help_text=gettext_lazy("9 to 18 digits. We store it encrypted and show its last four."),
        widget=forms.TextInput(attrs=PLAIN | {"inputmode": "numeric"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Account number again"),
        max_length=40,
        help_text=gettext_lazy("A wrong digit would pay somebody else."),
        widget=forms.TextInput(attrs=PLAIN | {"inputmode": "numeric"}),
    )

    def clean_ifsc(self) -> str:
        """Check the bank's code."""
        return self._by(bank_details.clean_ifsc, "ifsc")

    def clean_account(self) -> str:
        """Check the number."""
        return self._by(bank_details.clean_number, "account")

    def clean_again(self) -> str:
        """Want the same number twice."""
        again, first = self.cleaned_data["again"], self.cleaned_data.get("account")
        if first is not None and "".join(again.split()).replace("-", "") != first:
            raise forms.ValidationError(_("The two numbers differ."))
        return again


class UpiForm(_MethodForm):
    """A UPI address."""

    kind = MethodKind.UPI
    account = forms.CharField(
        label=gettext_lazy("UPI address"),
        max_length=330,
        help_text=gettext_lazy("As name@bank. We store it encrypted and show its bank."),
        widget=forms.TextInput(attrs=PLAIN | {"inputmode": "email"}),
    )

    def clean_account(self) -> str:
        """Check the address."""
        return self._by(bank_details.clean_upi, "account")


class PayoutForm(forms.Form):
    """Where to, and how much of what is available."""

    method = forms.TypedChoiceField(
        label=gettext_lazy("To"), coerce=int, widget=forms.RadioSelect, choices=()
    )
    amount_rupees = forms.DecimalField(
        label=gettext_lazy("Amount, in rupees"),
        decimal_places=2,
        max_digits=12,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )

    def __init__(self, *args: Any, methods: list[PayoutMethod], sums: Sums, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = cast(forms.TypedChoiceField, self.fields["method"])
        to.choices = [(method.pk, str(method)) for method in methods]
        to.initial = methods[0].pk if methods else None
        amount = self.fields["amount_rupees"]
        available = sums.available
        amount.initial = Decimal(available) / 100 if available % 100 else available // 100
        least, most = format_inr(sums.least), format_inr(available)
        amount.help_text = _("%(least)s or more; you have %(most)s available.") % {
            "least": least,
            "most": most,
        }

    def values(self) -> dict[str, int]:
        """Return what the service takes."""
        paise = int(self.cleaned_data["amount_rupees"] * 100)
        return {"method_id": self.cleaned_data["method"], "amount": paise}


FORMS: dict[str, type[BankForm | UpiForm]] = {MethodKind.BANK: BankForm, MethodKind.UPI: UpiForm}
