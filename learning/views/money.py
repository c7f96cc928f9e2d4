"""What a learner paid, and what a mentor earns."""

from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from payments import statements
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.clock import now
from peerlearn.common.money import format_inr
from peerlearn.common.zones import viewer_zone

from ..models import Booking
from ..progress import MONTHS, last_months
from ..queries import earnings as queries
from .mentor import mentor_of

ROWS = 20
SHOWN = (
    (statements.ALL, _("All")),
    (statements.KEPT, _("Paid")),
    (statements.REFUNDED, _("Refunded")),
)


@permission_required(Permission.LEARN)
@never_cache
def payments(request: HttpRequest) -> HttpResponse:
    """Show what somebody paid and got back, by month and one by one."""
    zone, shown = viewer_zone(request), request.GET.get("show", "")
    shown = shown if shown in dict(SHOWN) else statements.ALL
    found = statements.paid_by(request.user, shown=shown)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    spent = statements.spent(request.user, zone)
    seats = Booking.objects.filter(order__in=[order.pk for order in page])
    bookings = dict(seats.values_list("order", "pk"))
    for order in page:
        order.booking_id = bookings.get(order.pk)
    context = {
        "role": "learner",
        "tab": "payments",
        "page": page,
        "filters": [(value, label, value == shown) for value, label in SHOWN],
        "query": urlencode({"show": shown}) + "&" if shown else "",
        "spent": format_inr(sum(spent.values())),
        "months": _by_month(spent, zone),
        "ever": bool(spent),
    }
    return render(request, "learning/learner/payments.html", context)


@permission_required(Permission.TEACH)
@never_cache
def earnings(request: HttpRequest) -> HttpResponse:
    """Show what is held for a mentor and what is earned."""
    mentor, zone = mentor_of(request), viewer_zone(request)
    found = queries.of_mentor(mentor, zone)
    context = {
        "role": "mentor",
        "tab": "earnings",
        "held": format_inr(found.held),
        "earned": format_inr(found.earned),
        "months": _by_month(found.months, zone),
        "page": Paginator(queries.seats(mentor), ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "learning/mentor/earnings.html", context)


def _by_month(paise: dict[date, int], zone: ZoneInfo) -> list[tuple[str, float]]:
    """Return the last months with rupees, for the line of a figure."""
    today = now().astimezone(zone).date()
    return [
        (f"{month:%b %Y}", round(paise.get(month, 0) / 100, 2))
        for month in last_months(today, MONTHS)
    ]
