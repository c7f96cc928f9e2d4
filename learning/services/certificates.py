"""Issuing certificates of attendance."""

import secrets

from django.db import transaction

from ..enums import BookingState
from ..models import Booking, Certificate

# Nothing that reads like something else: no 0 and O, no 1, I and L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12


def new_code() -> str:
    """Return a code nobody can guess (59 bits)."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


@transaction.atomic
def issue(*, booking_id: int) -> Certificate | None:
    """Issue the certificate of a seat settled as attended, once; None for any other seat."""
    found = Booking.objects.filter(pk=booking_id, state=BookingState.COMPLETED).first()
    if found is None:
        return None
    return Certificate.objects.get_or_create(booking=found, defaults={"code": new_code()})[0]
