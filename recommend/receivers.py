"""News of bookings, told to pages that show recommendations."""

from typing import Any

from django.dispatch import receiver

from learning.signals import booking_changed
from peerlearn.notifications import push

# What somebody took is no recommendation any more; what they gave back may be one again.
TELLING = ("held", "confirmed", "moved", "released", "cancelled")


@receiver(booking_changed, dispatch_uid="recommend.booking")
def recommend_anew(learner_id: int, change: str, **_: Any) -> None:
    """Have the learner's open pages read their recommendations again."""
    if change in TELLING:
        push.to_user(learner_id, "recommendations", {})
