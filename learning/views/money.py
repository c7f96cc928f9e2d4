"""What a learner paid."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from payments import statements
from payments.enums import Purpose
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.clock import now
from peerlearn.common.money import format_inr
from peerlearn.common.spreadsheets import csv_lines
from peerlearn.common.zones import iso_utc, viewer_zone

from ..models import Booking
from ..progress import MONTHS, last_months

Choices = tuple[tuple[str, Any], ...]

ROWS = 20
COLUMNS = (
    "When (UTC)", "Kind", "What", "Mentor", "Paid (INR)", "Paid back (INR)", "State", "Paper",
    "Reference",
)  # fmt: skip
WHAT = (
    ("", _("Everything")),
    (Purpose.BOOKING.value, _("Sessions")),
    (Purpose.GIFT.value, _("Gifts")),
    (Purpose.TIP.value, _("Tips")),
)
SHOWN = (
    (statements.ALL, _("All")),
    (statements.KEPT, _("Paid")),
    (statements.REFUNDED, _("Refunded")),
)


@permission_required(Permission.LEARN)
@never_cache
def payments(request: HttpRequest) -> HttpResponse:
    """Show what somebody paid and got back, by month and one by one."""
    zone = viewer_zone(request)
    shown, what = _wanted(request, "show", SHOWN), _wanted(request, "what", WHAT)
    found = statements.paid_by(request.user, shown=shown, purpose=what)
    page = Paginator(statements.with_papers(found), ROWS).get_page(request.GET.get("page"))
    spent = statements.spent(request.user, zone)
    given = statements.spent(request.user, zone, purposes=(Purpose.GIFT, Purpose.TIP))
    seats = Booking.objects.filter(order__in=[order.pk for order in page])
    bookings = dict(seats.values_list("order", "pk"))
    for order in page:
        order.booking_id = bookings.get(order.pk)
    context = {
        "role": "learner",
        "tab": "payments",
        "page": page,
        "filters": _links(SHOWN, "show", shown, what=what),
        "kinds": _links(WHAT, "what", what, show=shown),
        "query": _query(show=shown, what=what),
        "spent": format_inr(sum(spent.values())),
        "months": by_month(spent, zone),
        "given": format_inr(sum(given.values())) if given else "",
        "given_months": by_month(given, zone),
        "ever": bool(spent),
    }
    return render(request, "learning/learner/payments.html", context)


@permission_required(Permission.LEARN)
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Send all that somebody paid and got back as a file for spreadsheets."""
    lines = csv_lines(COLUMNS, map(_cells, statements.movements(request.user)))
    answer = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="payments.csv"'
    return answer


def _cells(row: dict[str, Any]) -> list[Any]:
    sums = [f"{row[side] / 100:.2f}" if row[side] else "" for side in ("paid", "back")]
    texts = [row["kind"], row["text"], row["to"]]
    return [iso_utc(row["at"]), *texts, *sums, row["state"], row["paper"], row["reference"]]


def _wanted(request: HttpRequest, name: str, choices: Choices) -> str:
    value = request.GET.get(name, "")
    return value if value in dict(choices) else ""


def _links(choices: Choices, name: str, now_on: str, **others: str) -> list[tuple[str, Any, bool]]:
    return [
        (f"?{_query(**others, **{name: value})}"[:-1] or "?", label, value == now_on)
        for value, label in choices
    ]


def _query(**values: str) -> str:
    wanted = urlencode({name: value for name, value in values.items() if value})
    return f"{wanted}&" if wanted else ""


def by_month(paise: dict[date, int], zone: ZoneInfo) -> list[tuple[str, float]]:
    """Return the last months with rupees, for the line of a figure."""
    today = now().astimezone(zone).date()
    return [
        (f"{month:%b %Y}", round(paise.get(month, 0) / 100, 2))
        for month in last_months(today, MONTHS)
    ]
