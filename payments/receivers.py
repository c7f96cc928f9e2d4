"""What payments does when an account has news."""

from typing import Any

from django.dispatch import receiver

from peerlearn.accounts.signals import account_closed, account_restored, account_suspended

from .enums import Purpose
from .models import Order
from .services import gifts, papers, payout_methods, payouts, preferences
from .signals import order_paid


@receiver(account_closed, dispatch_uid="payments.forget")
def forget_person(user_id: int, **_: Any) -> None:
    """Forget how somebody liked to pay and was paid; what was paid stays, as the law wants it."""
    preferences.forget(user_id=user_id)
    payout_methods.forget_all(user_id=user_id)
    papers.forget_person(user_id=user_id)
    gifts.forget_person(user_id=user_id)


@receiver(account_suspended, dispatch_uid="payments.freeze")
def freeze_payouts(user_id: int, **_: Any) -> None:
    """Nothing goes out to an account that was closed, until it is open again."""
    payouts.freeze(user_id=user_id)


@receiver(account_restored, dispatch_uid="payments.thaw")
def thaw_payouts(user_id: int, **_: Any) -> None:
    """Let payouts of an account that is open again go on."""
    payouts.thaw(user_id=user_id)


@receiver(order_paid, dispatch_uid="payments.gifts")
def give_gift(sender: Any, order: Order, **_: Any) -> str | None:
    """Credit the gift or tip an order paid for; no opinion on orders of another purpose."""
    return None if order.purpose == Purpose.BOOKING else gifts.credit(order)
