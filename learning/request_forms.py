"""Forms of who answers a request: accept, counter-offer, no, a line, a pause."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from peerlearn.common.zones import iso_utc, when_text

from .asking_form import LENGTHS, MOST_RUPEES
from .models import SessionRequest
from .services.offers import MOST_MESSAGE
from .services.request_answers import MOST_REASON, MOST_TEXT


class _TermsForm(forms.Form):
    """A price in rupees and a few words; times are on the mentor's clock."""

    price_rupees = forms.DecimalField(
        label=_("Price, in rupees"),
        min_value=0,
        max_value=MOST_RUPEES,
        decimal_places=2,
        help_text=_("For the whole lesson. 0 is free."),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=MOST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asked: SessionRequest, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.zone = asked, zone

    def terms(self) -> dict[str, Any]:
        """Return what the service takes: price in paise."""
        data = self.cleaned_data
        return {
            "starts_at": data["starts_at"],
            "price": int(data["price_rupees"] * 100),
            "message": data["message"],
        }


class AcceptForm(_TermsForm):
    """One of the times asked for."""

    starts_at = forms.TypedChoiceField(
        label=_("Time"), coerce=datetime.fromisoformat, widget=forms.RadioSelect
    )
    field_order = ["starts_at", "price_rupees", "message"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        times = self.asked.starts
        self.fields["starts_at"].choices = [(iso_utc(at), when_text(at, self.zone)) for at in times]


class OfferForm(_TermsForm):
    """Another time, length or price."""

    starts_at = forms.DateTimeField(
        label=_("Time"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "step": "900"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    minutes = forms.TypedChoiceField(label=_("Duration"), choices=LENGTHS, coerce=int)
    field_order = ["starts_at", "minutes", "price_rupees", "message"]

    def terms(self) -> dict[str, Any]:
        """Return what the service takes: price in paise, length in minutes."""
        return super().terms() | {"minutes": self.cleaned_data["minutes"]}


class ReasonForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("Why not?"),
        max_length=MOST_REASON,
        help_text=_("Who asked reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LineForm(forms.Form):
    """A line of the talk; `mentor` says whom the learner writes to."""

    text = forms.CharField(
        label=_("Message"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    mentor = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class PauseForm(forms.Form):
    """The first day on which new requests are taken again; `again` takes them now."""

    until = forms.DateField(
        label=_("Take new requests again from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "required": True}),
    )
    again = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a day of who pauses: an empty one is not a wish to end the pause."""
        data = super().clean() or self.cleaned_data
        if not data.get("again") and not data.get("until"):
            self.add_error("until", _("Choose a day."))
        return data

    def moment(self, zone: ZoneInfo) -> datetime | None:
        """Return when that day begins for the mentor; None to end the pause."""
        day: date | None = self.cleaned_data["until"]
        if self.cleaned_data["again"] or day is None:
            return None
        return datetime.combine(day, time(), zone)
