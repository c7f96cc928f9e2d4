"""The form of a series: for how many weeks, and whose clock to look at it by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerlearn.common.zones import zone_names

from .repeating import MOST_WEEKS

USUAL_WEEKS = 4


class RepeatForm(forms.Form):
    """How often, and a second zone in which the dates are shown."""

    weeks = forms.IntegerField(
        label=_("Weeks"),
        min_value=2,
        max_value=MOST_WEEKS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("With this one; %d at most.") % MOST_WEEKS,
    )
    there = forms.ChoiceField(
        label=_("Show it also as it is in"),
        help_text=_("Clocks are not changed everywhere on the same day."),
    )
    leave_out = forms.BooleanField(
        label=_("Leave out the dates that overlap"), required=False
    )  # of the second step
    first = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name.replace("_", " ")) for name in zone_names()]
        self.fields["there"].choices = names
