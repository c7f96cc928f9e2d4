"""Forms of learning."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import ReportReason
from .models.review import SCORES
from .services.contests import WORDS
from .services.reports import MOST_WORDS
from .services.reviews import MAX_COMMENT, MAX_REPLY

STARS = [(number, str(number)) for number in range(1, 6)]
SCORE_WORDS = [
    ("", _("No answer")),
    (5, _("5, very")),
    (4, _("4, mostly")),
    (3, _("3, so-so")),
    (2, _("2, hardly")),
    (1, _("1, not at all")),
]


def _score(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=SCORE_WORDS, coerce=int, empty_value=None, required=False
    )


class CancelForm(forms.Form):
    """What the learner was shown to get back, in paise."""

    refund = forms.IntegerField(min_value=0)


class MoveForm(forms.Form):
    """Where a seat shall go: a session of the mentor, or for a 1:1 a free time."""

    session = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    starts_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%SZ"])

    def clean_starts_at(self) -> datetime | None:
        """Read the time as UTC, which its Z says."""
        at = self.cleaned_data["starts_at"]
        return at.replace(tzinfo=UTC) if at else None

    def clean(self) -> dict[str, Any]:
        """Want one of the two."""
        data = super().clean() or {}
        if not data.get("session") and not data.get("starts_at"):
            raise forms.ValidationError(_("Choose a time."))
        return data


class ContestForm(forms.Form):
    """What is wrong with who was there."""

    words = forms.CharField(
        label=_("What happened?"),
        min_length=WORDS[0],
        max_length=WORDS[1],
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReviewForm(forms.Form):
    """Stars, parts of them, and words."""

    rating = forms.TypedChoiceField(
        label=_("How was it?"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    clarity = _score(_("Was it clear?"))
    preparation = _score(_("Was it well prepared?"))
    listening = _score(_("Did your mentor listen?"))
    comment = forms.CharField(
        label=_("What should others know?"),
        required=False,
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def said(self) -> dict[str, Any]:
        """Return what services/reviews.py wants: rating, comment, scores."""
        data = self.cleaned_data
        scores = {name: data[name] for name in SCORES}
        return {"rating": data["rating"], "comment": data["comment"], "scores": scores}

    def parts(self) -> list[forms.BoundField]:
        """Return the fields of the scores."""
        return [self[name] for name in SCORES]


class ReplyForm(forms.Form):
    """What a mentor answers; nothing takes an answer away."""

    reply = forms.CharField(required=False, max_length=MAX_REPLY, widget=forms.Textarea)


class ReportForm(forms.Form):
    """What is wrong."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What should we know?"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
