"""The step that asks a mentor for weekly hours and a price."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peerlearn.common.errors import DomainError
from peerlearn.common.money import MIN_PAISE
from peerlearn.common.zones import zone_names

from ..hours import DAY_MINUTES, MOST_A_DAY, WEEKDAYS, Stretch, checked

ROWS = MOST_A_DAY
MOST_RUPEES = 100_000


Row = tuple[forms.BoundField, forms.BoundField]


@dataclass(frozen=True)
class Day:
    """A weekday and its rows; those after the first are folded away while they are empty."""

    name: str | Promise
    rows: list[Row]

    @property
    def first(self) -> Row:
        """Return the row that is always seen."""
        return self.rows[0]

    @property
    def more(self) -> list[Row]:
        """Return the rows that may be folded."""
        return self.rows[1:]

    @property
    def open(self) -> bool:
        """Tell whether a folded row has something to show."""
        return any(field.value() or field.errors for row in self.more for field in row)


def name_of(day: int, row: int, end: str) -> str:
    """Return the field name of one end ("from" or "to") of a row of a weekday."""
    return f"hours-{day}-{row}-{end}"


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones that are places."""
    return [(name, name.replace("_", " ")) for name in zone_names()]


class WeekForm(forms.Form):
    """Price in rupees, time zone, and up to three stretches a weekday."""

    price = forms.DecimalField(
        label=_("Price of an hour, in rupees"),
        min_value=0,
        max_value=MOST_RUPEES,
        decimal_places=2,
        help_text=_("₹0 for free, or at least ₹1. Each session can have a price of its own."),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=zone_choices,
        help_text=_("The hours below are in this zone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, weekday in enumerate(WEEKDAYS):
            for row in range(ROWS):
                for end, words in (("from", _("%(day)s, from")), ("to", _("%(day)s, to"))):
                    self.fields[name_of(day, row, end)] = forms.TimeField(
                        label=words % {"day": weekday},
                        required=False,
                        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                    )

    def days(self) -> list["Day"]:
        """Return the week, Monday first, with each day's rows of two bound fields."""
        return [Day(weekday, self._rows(day)) for day, weekday in enumerate(WEEKDAYS)]

    def _rows(self, day: int) -> list[Row]:
        return [
            (self[name_of(day, row, "from")], self[name_of(day, row, "to")]) for row in range(ROWS)
        ]

    def clean_price(self) -> int:
        """Return paise."""
        paise = int(self.cleaned_data["price"] * 100)
        if 0 < paise < MIN_PAISE:
            raise forms.ValidationError(_("The price must be ₹0 or at least ₹1."))
        return paise

    def clean(self) -> dict[str, Any]:
        """Add `week`: the stretches in order, none overlapping, at least one."""
        data = super().clean() or {}
        week: list[Stretch] = []
        for day in range(len(WEEKDAYS)):
            self._add_day(day, week, data)
        if not self.errors and not week:
            self.add_error(name_of(0, 0, "from"), _("Give at least one stretch of the week."))
        data["week"] = sorted(week)
        return data

    def _add_day(self, day: int, week: list[Stretch], data: dict[str, Any]) -> None:
        own: list[Stretch] = []
        for row in range(ROWS):
            first, last = name_of(day, row, "from"), name_of(day, row, "to")
            if self.errors.keys() & {first, last}:
                continue
            start, end = data.get(first), data.get(last)
            if start is None and end is None:
                continue
            if start is None or end is None:
                self.add_error(first if start is None else last, _("Give both times."))
                continue
            # Midnight as an end is the end of the day.
            one = Stretch(day, _minute(start), _minute(end) or DAY_MINUTES)
            try:
                checked([*own, one])
            except DomainError as error:
                self.add_error(first, error.message)
            else:
                own.append(one)
        week += own


def _minute(value: time) -> int:
    return value.hour * 60 + value.minute
