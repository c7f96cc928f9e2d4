"""What became of the money of one seat, for the mentor it is for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from payments.models import Order
from payments.queries.timeline import Viewer, timeline
from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission


@permission_required(Permission.TEACH)
@never_cache
def earning(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was kept of an order, our fee, the mentor's part and where that is by now."""
    order = Order.objects.filter(pk=pk, payee=request.user, paid_at__isnull=False).first()
    if order is None:
        raise Http404
    context = {
        "role": "mentor",
        "tab": "earnings",
        "order": order,
        "steps": timeline(order, Viewer.PAYEE),
    }
    return render(request, "learning/mentor/earning.html", context)
