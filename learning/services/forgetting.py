"""What learning forgets of somebody whose account is deleted."""

from django.db import transaction
from django.db.models import Q

from peerlearn.notifications.services import retract

from ..models import Booking, Follow, Learner, Mentor, SavedSession, SessionRequest, WeeklyHours
from ..signals import mentor_forgotten


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Empty what somebody wrote about themselves.

    Bookings, sessions and reviews stay, for others were part of them; the name on them is gone.
    """
    for learner in Learner.objects.filter(user_id=user_id):
        learner.interests.clear()
        learner.about = ""
        learner.save(update_fields=["about"])
    SavedSession.objects.filter(user_id=user_id).delete()
    Follow.objects.filter(Q(user_id=user_id) | Q(mentor__user_id=user_id)).delete()
    _take_name_out_of_notices(user_id)
    SessionRequest.objects.filter(learner_id=user_id).update(title="-", description="")
    for mentor in Mentor.objects.filter(user_id=user_id):
        mentor.domains.clear()
        mentor.skills.clear()
        WeeklyHours.objects.filter(mentor=mentor).delete()
        mentor.headline, mentor.languages, mentor.hourly_price = "", [], 0
        mentor.slug = f"deleted-{mentor.pk}"
        mentor.save(update_fields=["headline", "languages", "hourly_price", "slug"])
        mentor_forgotten.send(Mentor, mentor_id=mentor.pk)


def _take_name_out_of_notices(user_id: int) -> None:
    """Mentors were told by name who booked, gave back or asked."""
    bookings = Booking.objects.filter(learner_id=user_id).values_list("pk", flat=True)
    dedups = [f"booking-{pk}" for pk in bookings]
    retract(kinds=("seat_booked", "seat_given_back"), dedups=dedups)
    requests = SessionRequest.objects.filter(learner_id=user_id).values_list("pk", flat=True)
    retract(kinds=("request_received",), dedups=[f"request-{pk}" for pk in requests])
