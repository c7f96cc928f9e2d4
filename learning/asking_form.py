"""The form of a request for a session."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Mentor, Skill
from .queries import topics
from .services.requests import MOST_DESCRIPTION, MOST_TIMES, MOST_TITLE
from .topic_forms import slugs

MOST_RUPEES = 100_000
LENGTHS = [(minutes, _("%d minutes") % minutes) for minutes in (15, 30, 45, 60, 90, 120, 180, 240)]


class RequestForm(forms.Form):
    """Topic, domain, skills, duration, times in the learner's zone, description, budget."""

    title = forms.CharField(
        label=_("Topic"),
        max_length=MOST_TITLE,
        help_text=_("What you want to be able to do afterwards."),
    )
    domain = forms.ChoiceField(label=_("Domain"))
    skills = slugs(_("Skills"))
    minutes = forms.TypedChoiceField(label=_("Duration"), choices=LENGTHS, coerce=int, initial=60)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=MOST_DESCRIPTION,
        help_text=_("Where you stand, what you have tried, what you will bring."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    budget_rupees = forms.DecimalField(
        label=_("Budget, in rupees"),
        required=False,
        min_value=0,
        max_value=MOST_RUPEES,
        decimal_places=2,
        help_text=_("What you would pay for the whole session. Empty leaves it open."),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )

    def __init__(
        self, *args: Any, zone: ZoneInfo, mentor: Mentor | None, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now
        self.topics = topics.with_skills()
        self.fields["domain"].choices = [(one.slug, one.name) for one in self.topics]
        known = mentor.skills.all() if mentor is not None else self._all_skills()
        self.fields["skills"].choices = [(one.slug, one.name) for one in known]
        for number in range(1, MOST_TIMES + 1):
            self.fields[f"time_{number}"] = forms.DateTimeField(
                label=_("Time %d") % number,
                required=number == 1,
                input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
                widget=forms.DateTimeInput(
                    attrs={"type": "datetime-local", "step": "900"}, format="%Y-%m-%dT%H:%M"
                ),
            )

    def _all_skills(self) -> list[Skill]:
        return [skill for topic in self.topics for skill in topic.skills.all()]

    def times(self) -> list[Any]:
        """Return the fields of the times."""
        return [self[f"time_{number}"] for number in range(1, MOST_TIMES + 1)]

    def clean(self) -> dict[str, Any]:
        """Gather times and turn the budget into paise; say which time is over."""
        data = self.cleaned_data
        moments = []
        for number in range(1, MOST_TIMES + 1):
            moment = data.pop(f"time_{number}", None)
            if moment is None:
                continue
            if moment <= self.now:
                self.add_error(f"time_{number}", _("This time is over. Choose a later one."))
            moments.append(moment)
        data["times"] = moments
        chosen = data.get("domain")
        data["domain"] = next((one for one in self.topics if one.slug == chosen), None)
        data["skills"] = [one for one in self._all_skills() if one.slug in data.get("skills", ())]
        data["budget"] = int((data.pop("budget_rupees", None) or 0) * 100)
        return data
