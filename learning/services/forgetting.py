"""What learning forgets of somebody whose account is deleted."""

from django.db import transaction
from django.db.models import Q

from peerlearn.notifications.services import retract

from ..enums import SessionKind
from ..models import (
    Booking,
    BusyCalendar,
    Contest,
    DateHours,
    Follow,
    Learner,
    LearnerNote,
    Mentor,
    Offer,
    Report,
    RequestMessage,
    Review,
    ReviewChange,
    SavedSession,
    Session,
    SessionRequest,
    SlotRules,
    TimeOff,
    WeeklyHours,
)
from ..signals import mentor_forgotten
from . import feeds, materials

# What mentors hear of an offer they made; each names the learner or says what they asked.
ANSWERED = (
    *("offer_taken", "offer_declined", "offer_passed"),
    *("offer_unanswered", "offer_lapsed", "request_over"),
)


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
    LearnerNote.objects.filter(Q(learner_id=user_id) | Q(mentor__user_id=user_id)).delete()
    _take_name_out_of_notices(user_id)
    feeds.withdraw(user_id=user_id)
    Contest.objects.filter(by=user_id).update(words="-")
    Report.objects.filter(by=user_id).update(words="")
    Report.objects.filter(about=user_id).update(quoted="", title="-")
    # Of their reviews what is shown stays; what it said before does not.
    ReviewChange.objects.filter(review__learner_id=user_id).update(before={}, reason="")
    SessionRequest.objects.filter(learner_id=user_id).update(title="-", description="")
    SessionRequest.objects.filter(mentor__user_id=user_id).update(reason="")
    RequestMessage.objects.filter(author_id=user_id).update(text="-")
    Offer.objects.filter(mentor__user_id=user_id).update(message="")
    # What they wrote for a lesson of their own.
    private = Session.objects.filter(kind=SessionKind.PRIVATE, bookings__learner_id=user_id)
    lessons = Session.objects.filter(pk__in=private.values("pk"))
    lessons.update(description="")
    agreed = Offer.objects.filter(request__learner_id=user_id, booking__isnull=False)
    lessons.filter(pk__in=agreed.values("booking__session")).update(title="-", slug="session")
    for mentor in Mentor.objects.filter(user_id=user_id):
        mentor.domains.clear()
        mentor.skills.clear()
        materials.forget(mentor)
        for kind in (WeeklyHours, DateHours, TimeOff, SlotRules, BusyCalendar):
            kind.objects.filter(mentor=mentor).delete()
        mentor.headline, mentor.languages, mentor.hourly_price = "", [], 0
        mentor.slug = f"deleted-{mentor.pk}"
        mentor.save(update_fields=["headline", "languages", "hourly_price", "slug"])
        mentor_forgotten.send(Mentor, mentor_id=mentor.pk)


def _take_name_out_of_notices(user_id: int) -> None:
    """Mentors were told by name who booked, gave back or asked."""
    dedups = []
    for pk, moves in Booking.objects.filter(learner_id=user_id).values_list("pk", "moves"):
        dedups += [f"booking-{pk}", *(f"booking-{pk}-{nth}" for nth in range(1, moves + 1))]
    replied = Review.objects.filter(mentor__user_id=user_id).exclude(replied_at=None)
    told = [f"review-{pk}" for pk in replied.values_list("pk", flat=True)]
    retract(kinds=("review_replied",), dedups=told)
    kinds = ("seat_booked", "seat_given_back", "learner_gave_up", "seat_moved", "contest_opened")
    retract(kinds=kinds, dedups=dedups)
    requests = SessionRequest.objects.filter(learner_id=user_id).values_list("pk", flat=True)
    asked = ("request_received", "request_open", "request_over")
    retract(kinds=asked, dedups=[f"request-{pk}" for pk in requests])
    offers = Offer.objects.filter(request__learner_id=user_id).values_list("pk", flat=True)
    retract(kinds=ANSWERED, dedups=[f"offer-{pk}" for pk in offers])
    lines = RequestMessage.objects.filter(author_id=user_id).values_list("pk", flat=True)
    talk = ("request_message", "request_answer")
    retract(kinds=talk, dedups=[f"message-{pk}" for pk in lines])
