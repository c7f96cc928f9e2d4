"""What learning does when money has news."""

from typing import Any

from django.dispatch import receiver

from payments.enums import Purpose
from payments.models import Order
from payments.signals import order_paid

from .services import bookings


@receiver(order_paid)
def give_what_was_paid_for(sender: Any, order: Order, **kwargs: Any) -> str | None:
    """Confirm the booking an order paid for; no opinion on orders of another purpose."""
    if order.purpose != Purpose.BOOKING:
        return None
    return bookings.settle_paid_order(order)
