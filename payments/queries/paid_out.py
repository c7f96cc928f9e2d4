"""Which payouts carried what an order earned: what became available first is paid out first."""

from django.db.models import F, Q, Sum, Window

from ..enums import EarningState
from ..models import Earning, Payout
from ..payout_enums import OPEN_PAYOUTS, PayoutState

GOING = (*OPEN_PAYOUTS, PayoutState.PROCESSED)


def payouts_with(earning: Earning) -> list[Payout]:
    """Return the payouts, paid or under way, that an available earning is in; two statements."""
    before = (
        Earning.objects.filter(payee=earning.payee_id, state=EarningState.AVAILABLE)
        .filter(
            Q(available_at__lt=earning.available_at)
            | Q(available_at=earning.available_at, pk__lt=earning.pk)
        )
        .aggregate(total=Sum("own", default=0))["total"]
    )
    running = Window(Sum("amount"), order_by=[F("requested_at").asc(), F("pk").asc()])
    payouts = Payout.objects.filter(payee=earning.payee_id, state__in=GOING)
    counted = payouts.annotate(upto=running).filter(upto__gt=before).order_by("requested_at", "pk")
    return [found for found in counted if found.upto - found.amount < before + earning.own]
