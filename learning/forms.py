"""Forms of learning."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .services.reviews import MAX_COMMENT

STARS = [(number, str(number)) for number in range(1, 6)]


class CancelForm(forms.Form):
    """What the learner was shown to get back, in paise."""

    refund = forms.IntegerField(min_value=0)


class ReviewForm(forms.Form):
    """Stars and words."""

    rating = forms.TypedChoiceField(
        label=_("How was it?"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("What should others know?"),
        required=False,
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
