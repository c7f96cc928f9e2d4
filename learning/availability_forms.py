"""The forms of /mentor/availability/, one for each thing a mentor changes there."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from peerlearn.accounts.models import User
from peerlearn.common.fetch import MOST_CHARACTERS

from .hours import DAY_MINUTES
from .models import SlotRules
from .services import availability, calendars
from .services.availability import BOUNDS, LENGTHS, MOST_NOTE, STEPS

DAY_ROWS = 2
BUFFERS = (0, 5, 10, 15, 30, 45, 60, 90, 120)
NOTICES = (0, 60, 120, 240, 480, 720, 1440, 2880, 10080)


def _date() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def duration(minutes: int) -> str:
    """Return minutes in the largest unit that is whole: "2 hours"."""
    for size, one, many in ((1440, "%d day", "%d days"), (60, "%d hour", "%d hours")):
        if minutes and minutes % size == 0:
            return ngettext(one, many, minutes // size) % (minutes // size)
    return ngettext("%d minute", "%d minutes", minutes) % minutes


def _choices(values: tuple[int, ...], now: int) -> list[tuple[int, str]]:
    return [(one, duration(one)) for one in sorted({*values, now})]


class DayForm(forms.Form):
    """A date with hours of its own; without any it is closed."""

    day = forms.DateField(label=_("Date"), widget=_date())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, DAY_ROWS + 1):
            for end, label in (("from", _("From")), ("to", _("To"))):
                self.fields[f"{end}_{row}"] = forms.TimeField(
                    label=label if row == 1 else f"{label} ({row})",
                    required=False,
                    widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                )

    def clean(self) -> dict[str, Any]:
        """Add `hours`: stretches in minutes of the day; midnight as an end is the day's end."""
        data = self.cleaned_data
        hours: list[tuple[int, int]] = []
        for row in range(1, DAY_ROWS + 1):
            start, end = data.get(f"from_{row}"), data.get(f"to_{row}")
            if start is None and end is None:
                continue
            if start is None or end is None:
                self.add_error(f"{'from' if start is None else 'to'}_{row}", _("Give both times."))
                continue
            hours.append((_minute(start), _minute(end) or DAY_MINUTES))
        data["hours"] = hours
        return data

    def save(self, user: User) -> None:
        """Store the date's hours."""
        day: date = self.cleaned_data["day"]
        availability.set_days(user=user, days={day: self.cleaned_data["hours"]})


class AwayForm(forms.Form):
    """Days out of office."""

    first_day = forms.DateField(label=_("First day"), widget=_date())
    last_day = forms.DateField(label=_("Last day"), widget=_date())
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MOST_NOTE,
        help_text=_("Only you see it."),
    )

    def save(self, user: User) -> None:
        """Store the absence."""
        availability.add_time_off(user=user, **self.cleaned_data)


class CalendarForm(forms.Form):
    """The address of a calendar whose times are taken; it is a secret and never shown again."""

    name = forms.CharField(label=_("Name"), max_length=calendars.MOST_NAME)
    url = forms.CharField(
        label=_("Secret address (ICS)"),
        max_length=MOST_CHARACTERS,
        help_text=_(
            "From the settings of your calendar: “secret address in iCal format” or “publish”. "
            "Only the times are read, never what they are about."
        ),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def save(self, user: User) -> None:
        """Store the calendar."""
        calendars.add(user=user, **self.cleaned_data)


class RulesForm(forms.Form):
    """What a mentor asks for around a 1:1."""

    bookable = forms.BooleanField(
        label=_("Learners can book a free time from my page"), required=False
    )
    lengths = forms.TypedMultipleChoiceField(
        label=_("Lengths I offer"),
        coerce=int,
        choices=[(one, _("%d min") % one) for one in LENGTHS],
        widget=forms.CheckboxSelectMultiple,
    )
    step = forms.TypedChoiceField(label=_("A start every"), coerce=int)
    buffer_before = forms.TypedChoiceField(label=_("Free time before"), coerce=int)
    buffer_after = forms.TypedChoiceField(label=_("Free time after"), coerce=int)
    notice = forms.TypedChoiceField(
        label=_("Notice"), coerce=int, help_text=_("How long before the start at the latest.")
    )
    horizon = forms.IntegerField(
        label=_("Days ahead"),
        min_value=BOUNDS["horizon"][0],
        max_value=BOUNDS["horizon"][1],
        help_text=_("How far into the future times are offered."),
    )

    def __init__(self, *args: Any, rules: SlotRules, **kwargs: Any) -> None:
        initial = {name: getattr(rules, name) for name in ("bookable", "lengths", "step", *BOUNDS)}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["step"].choices = _choices(STEPS, rules.step)
        for name in ("buffer_before", "buffer_after"):
            self.fields[name].choices = _choices(BUFFERS, getattr(rules, name))
        self.fields["notice"].choices = _choices(NOTICES, rules.notice)

    def save(self, user: User) -> None:
        """Store the rules."""
        availability.set_rules(user=user, **self.cleaned_data)


def _minute(value: time) -> int:
    return value.hour * 60 + value.minute
