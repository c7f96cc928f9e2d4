"""News of bookings, told to pages that show recommendations."""

from typing import Any

from django.dispatch import receiver

from learning.models import Booking
from learning.signals import booking_changed
from peerlearn.notifications import push

# What somebody took is no recommendation any more; what they gave back may be one again.
TELLING = ("held", "confirmed", "moved", "released", "cancelled")


@receiver(booking_changed, dispatch_uid="recommend.booking")
def recommend_anew(booking_id: int, change: str, **_: Any) -> None:
    """Have the learner's open pages read their recommendations again."""
    if change in TELLING:
        learner = Booking.objects.values_list("learner_id", flat=True).get(pk=booking_id)
        push.to_user(learner, "recommendations", {})
