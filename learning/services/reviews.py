"""What learners say, once, of sessions they attended."""

from django.db import IntegrityError, transaction
from django.db.models import F

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.notifications.services import notify

from ..enums import BookingState
from ..models import Booking, Mentor, Review
from ..signals import review_posted

MAX_COMMENT = 2000


def post(*, booking_id: int, actor: User, rating: int, comment: str) -> Review:
    """Store a review of 1 to 5 stars and count it into the mentor's rating.

    Raises NotFound for a booking that is not the actor's, NotAllowed("not_attended"),
    DomainError("invalid_review") and Conflict("already_reviewed").
    """
    booking = (
        Booking.objects.select_related("session__mentor__user")
        .filter(pk=booking_id, learner=actor)
        .first()
    )
    if booking is None:
        raise NotFound("no_booking", "There is no such booking.")
    if booking.state != BookingState.COMPLETED:
        raise NotAllowed("not_attended", "Only sessions you attended can be reviewed.")
    if not 1 <= rating <= 5:
        raise DomainError("invalid_review", "Choose one to five stars.", fields={"rating": "1-5"})
    if len(comment) > MAX_COMMENT:
        text = f"Keep it under {MAX_COMMENT} characters."
        raise DomainError("invalid_review", text, fields={"comment": text})
    try:
        with transaction.atomic():
            return _store(booking, rating, comment.strip())
    except IntegrityError as error:
        raise Conflict("already_reviewed", "You have reviewed this session.") from error


def _store(booking: Booking, rating: int, comment: str) -> Review:
    session = booking.session
    review = Review.objects.create(
        booking=booking,
        session=session,
        mentor=session.mentor,
        learner_id=booking.learner_id,
        rating=rating,
        comment=comment,
        created_at=now(),
    )
    Mentor.objects.filter(pk=session.mentor_id).update(
        rating_sum=F("rating_sum") + rating, rating_count=F("rating_count") + 1
    )
    notify(
        user=session.mentor.user,
        kind="review_posted",
        data={"stars": rating, "title": session.title, "url": session.mentor.get_absolute_url()},
        dedup=f"review-{review.pk}",
    )
    review_posted.send(Review, review_id=review.pk)
    return review
