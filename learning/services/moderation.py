"""What staff do to reviews: hidden ones are neither shown nor counted."""

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.accounts.services import audit
from peerlearn.accounts.services.standing import checked_reason
from peerlearn.common.errors import Conflict, NotAllowed
from peerlearn.notifications.services import notify

from ..enums import BookingState, ReviewState, ReviewVerb
from ..models import Booking, Mentor, Review
from . import reviews


@transaction.atomic
def hide(*, review_id: int, actor: User, reason: str) -> Review:
    """Show a review no more; its writer is told why.

    Raises NotAllowed, NotFound, DomainError("reason_required"), Conflict("illegal_move").
    """
    demand(actor, Permission.MODERATE_PEOPLE)
    reason = checked_reason(reason)
    review = _move(review_id, ReviewState.HIDDEN, ReviewVerb.HIDDEN, actor, reason)
    notify(
        user=review.learner,
        kind="review_hidden",
        data={
            "title": review.session.title,
            "why": reason,
            "url": review.booking.get_absolute_url(),
        },
    )
    return review


@transaction.atomic
def show(*, review_id: int, actor: User, reason: str) -> Review:
    """Show a hidden review again. Raises as `hide`."""
    demand(actor, Permission.MODERATE_PEOPLE)
    return _move(
        review_id, ReviewState.VISIBLE, ReviewVerb.SHOWN, actor, checked_reason(reason)
    )  # fmt: skip


@transaction.atomic
def hide_reply(*, review_id: int, actor: User, reason: str) -> Review:
    """Show a mentor's reply no more, for good; the review stays.

    Raises as `hide`, and Conflict("no_reply").
    """
    demand(actor, Permission.MODERATE_PEOPLE)
    reason = checked_reason(reason)
    mentor, review = _of_others(review_id, actor)
    if not review.shown_reply:
        raise Conflict("no_reply", _("There is no reply to hide."))
    before = reviews.as_it_was(review)
    review.reply_hidden = True
    review.save(update_fields=["reply_hidden"])
    verb = ReviewVerb.REPLY_HIDDEN
    reviews.settle(mentor, review, verb, actor=actor, before=before, reason=reason)
    audit.record(f"review_{verb}", actor=actor, subject=mentor.user, review=review.pk, why=reason)
    notify(
        user=mentor.user,
        kind="reply_hidden",
        data={"title": review.session.title, "why": reason, "url": "/mentor/reviews/"},
    )
    return review


def _move(
    review_id: int, new: ReviewState, verb: ReviewVerb, actor: User | None, reason: str
) -> Review:
    mentor, review = _of_others(review_id, actor)
    before = reviews.as_it_was(review)
    reviews.move(review, new)
    reviews.settle(mentor, review, verb, actor=actor, before=before, reason=reason)
    audit.record(
        f"review_{verb}", actor=actor, subject=review.learner, review=review.pk, why=reason
    )
    return review


def _of_others(review_id: int, actor: User | None) -> tuple[Mentor, Review]:
    """Lock a review that neither praises nor was written by who judges it."""
    mentor, review = reviews.lock(review_id)
    if actor is not None and actor.pk in (mentor.user_id, review.learner_id):
        raise NotAllowed("own_case", _("This is about yourself: somebody else decides on it."))
    return mentor, review


@transaction.atomic
def follow_attendance(*, booking_id: int) -> None:
    """Hide the review of a booking that turned out not to have been attended."""
    booking = Booking.objects.get(pk=booking_id)
    if booking.state == BookingState.COMPLETED:
        return
    found = Review.objects.filter(booking=booking, state=ReviewState.VISIBLE).first()
    if found is not None:
        reason = _("The session turned out not to have been attended.")
        _move(found.pk, ReviewState.HIDDEN, ReviewVerb.HIDDEN, None, reason)
