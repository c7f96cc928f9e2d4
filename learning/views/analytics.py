"""How a mentor's teaching goes, as charts; each has its numbers beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.money import format_inr
from peerlearn.common.zones import viewer_zone

from ..queries import analytics as queries
from .mentor import mentor_of

USUAL = 30


@dataclass(frozen=True)
class Chart:
    """One chart: its words, how it is drawn ("line" or "bar"), and its numbers."""

    key: str
    label: str | Promise
    kind: str
    value: str
    rows: list[tuple[str, Any]]

    @property
    def data(self) -> dict[str, list[Any]]:
        """Return what the script draws."""
        return {"labels": [day for day, _n in self.rows], "values": [n for _day, n in self.rows]}


@permission_required(Permission.TEACH)
@never_cache
def analytics(request: HttpRequest) -> HttpResponse:
    """Show views, enrolments and what came of them, earnings, followers, ratings over a period."""
    mentor, zone = mentor_of(request), viewer_zone(request)
    asked = request.GET.get("days", "")
    days = next((days for days in queries.PERIODS if str(days) == asked), USUAL)
    found = queries.of_mentor(mentor, zone, days)
    context = {
        "role": "mentor",
        "tab": "analytics",
        "periods": [(one, one == days) for one in queries.PERIODS],
        "charts": _charts(found),
        "pages": found.pages,
    }
    return render(request, "learning/mentor/analytics.html", context)


def _charts(found: queries.Analytics) -> list[Chart]:
    rupees = [(day, round(paise / 100, 2)) for day, paise in found.earned]
    mean = found.ratings[-1][1]
    earned = format_inr(sum(paise for _day, paise in found.earned))
    enrolled = sum(count for _day, count in found.enrolments)
    seen = sum(count for _day, count in found.views)
    return [
        Chart("views", _("Views of your pages"), "bar", str(seen), _named(found.views)),
        Chart(
            "conversion",
            _("Conversion: seats booked of 100 views"),
            "line",
            "–" if found.converted is None else f"{found.converted:g}\u202f%",
            _named(found.conversion),
        ),
        Chart("enrolments", _("Enrolments"), "bar", str(enrolled), _named(found.enrolments)),
        Chart("earned", _("Earned, in rupees after our fee"), "bar", earned, _named(rupees)),
        Chart(
            "followers",
            _("Followers"),
            "line",
            str(found.followers[-1][1]),
            _named(found.followers),
        ),
        Chart("ratings", _("Rating, of 5"), "line", str(mean or "–"), _named(found.ratings)),
    ]


def _named(rows: list[tuple[date, Any]]) -> list[tuple[str, Any]]:
    return [(f"{day.day} {day:%b}", number) for day, number in rows]
