"""What learning forgets of somebody whose account is deleted."""

from django.db import transaction

from ..models import Learner, Mentor, SessionRequest, WeeklyHours
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
    SessionRequest.objects.filter(learner_id=user_id).update(title="-", description="")
    for mentor in Mentor.objects.filter(user_id=user_id):
        mentor.domains.clear()
        mentor.skills.clear()
        WeeklyHours.objects.filter(mentor=mentor).delete()
        mentor.headline, mentor.languages, mentor.hourly_price = "", [], 0
        mentor.slug = f"deleted-{mentor.pk}"
        mentor.save(update_fields=["headline", "languages", "hourly_price", "slug"])
        mentor_forgotten.send(Mentor, mentor_id=mentor.pk)
