"""What is held for orders."""

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from ..models import LedgerAccount, Order


def still_held() -> QuerySet[Order]:
    """Return the orders for which money is held: paid, neither earned nor paid back."""
    code = Concat(Value("L:escrow:"), Cast(OuterRef("pk"), CharField()))
    return Order.objects.filter(Exists(LedgerAccount.objects.filter(code=code, balance__gt=0)))
