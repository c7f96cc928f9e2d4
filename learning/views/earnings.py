"""What a mentor earns, where it is by now, and how it goes out."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from payments.enums import EarningState
from payments.payout_enums import OPEN_PAYOUTS
from payments.queries import payouts as payout_queries
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.accounts.step_up import stepped_up
from peerlearn.common.money import format_inr
from peerlearn.common.spreadsheets import csv_lines
from peerlearn.common.zones import iso_utc, viewer_zone

from ..queries import earnings as queries
from .mentor import mentor_of
from .money import by_month
from .payouts import form_of

ROWS = 20
PAYOUTS = 10
GIVEN = 10


@permission_required(Permission.TEACH)
@never_cache
def earnings(request: HttpRequest) -> HttpResponse:
    """Show what is held, pending, available, in a payout and paid, and what it came from."""
    mentor, zone = mentor_of(request), viewer_zone(request)
    found = queries.of_mentor(mentor, zone)
    sums = payout_queries.sums_of(request.user)
    payouts = list(payout_queries.payouts_of(request.user)[:PAYOUTS])
    # Nobody asks for a second one while it is open, so it is the last one asked for.
    under_way = payouts[0] if payouts and payouts[0].state in OPEN_PAYOUTS else None
    methods = payout_queries.usable_of(request.user)
    can_ask = not under_way and sums.available >= sums.least
    context = {
        "role": "mentor",
        "tab": "earnings",
        "held": format_inr(found.held),
        "earned": format_inr(found.earned),
        "months": by_month(found.months, zone),
        "sums": sums,
        "under_way": under_way,
        "methods": methods,
        "can_ask": can_ask,
        "window": settings.EARNINGS_WINDOW_HOURS,
        # Who confirmed a moment ago needs no page of its own for it.
        "form": form_of(request, sums) if can_ask and methods and stepped_up(request) else None,
        "payouts": payouts,
        "given": payout_queries.given_to(request.user)[:GIVEN],
        "page": Paginator(queries.seats(mentor), ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "learning/mentor/earnings.html", context)


HEAD = (
    "session", "starts_at", "receipt", "paid_inr", "kept_inr", "fee_percent", "fee_inr",
    "yours_inr", "state", "available_from",
)  # fmt: skip


@permission_required(Permission.TEACH)
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Hand out every seat, gift and tip that earned something, as CSV; times in UTC."""
    rows = _seats(mentor_of(request)), _given(request)
    lines = csv_lines(HEAD, (line for part in rows for line in part))
    answer = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="earnings.csv"'
    return answer


def _seats(mentor: Any) -> Iterator[tuple[Any, ...]]:
    for seat in queries.seats(mentor).iterator(chunk_size=500):
        earning = getattr(seat.order, "earning", None)
        start = iso_utc(seat.session.starts_at)
        yield _line(seat.session.title, start, seat.order, seat, earning)


def _given(request: HttpRequest) -> Iterator[tuple[Any, ...]]:
    for earning in payout_queries.given_to(request.user).iterator(chunk_size=500):
        order = earning.order
        yield _line(order.description, iso_utc(order.paid_at), order, earning, earning)


def _line(title: str, at: str, order: Any, share: Any, earning: Any) -> tuple[Any, ...]:
    state = earning.get_state_display() if earning else _("Held")
    due = iso_utc(earning.available_at or earning.due_at) if earning else ""
    waits = earning and earning.state == EarningState.HELD
    sums = [
        f"{order.amount / 100:.2f}",
        f"{share.net / 100:.2f}",
        f"{order.fee_bps / 100:g}",
        f"{share.fee / 100:.2f}",
        f"{share.own / 100:.2f}",
    ]
    return (title, at, order.receipt, *sums, state, "" if waits else due)
