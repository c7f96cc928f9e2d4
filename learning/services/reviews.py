"""What learners say, once, of sessions they attended; and what mentors answer."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.queries import blockers
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from peerlearn.common.states import check_move
from peerlearn.notifications.services import notify

from ..enums import REVIEW_MOVES, BookingState, ReviewState, ReviewVerb
from ..models import Booking, Mentor, Review, ReviewChange
from ..models.review import SCORES
from ..policies import changeable_until
from ..signals import review_changed, review_posted
from . import ratings

MAX_COMMENT = 2000
MAX_REPLY = 1000
Scores = Mapping[str, int | None]


def post(
    *, booking_id: int, actor: User, rating: int, comment: str, scores: Scores | None = None
) -> Review:
    """Store a review of 1 to 5 stars and count it into the mentor's rating.

    `scores`: 1 to 5 by name (SCORES), each may be left out. Raises NotFound for a booking that is
    not the actor's, NotAllowed("not_attended"), DomainError("invalid_review") and
    Conflict("already_reviewed").
    """
    said = _checked(rating, comment, scores)
    try:
        with transaction.atomic():
            mine = Booking.objects.filter(pk=booking_id, learner=actor)
            mentor_id = mine.values_list("session__mentor", flat=True).first()
            if mentor_id is None:
                raise NotFound("no_booking", _("There is no such booking."))
            mentor = ratings.lock(mentor_id)
            # Locked, too: a decision on who was there is not made meanwhile.
            rows = mine.select_for_update(of=("self",), no_key=True)
            booking = rows.select_related("session").get()
            if booking.state != BookingState.COMPLETED:
                raise NotAllowed("not_attended", _("Only sessions you attended can be reviewed."))
            return _store(mentor, booking, said)
    except IntegrityError as error:
        raise Conflict("already_reviewed", _("You have reviewed this session.")) from error


def _store(mentor: Mentor, booking: Booking, said: dict[str, Any]) -> Review:
    session = booking.session
    review = Review.objects.create(
        booking=booking,
        session=session,
        mentor=mentor,
        learner_id=booking.learner_id,
        created_at=now(),
        **said,
    )
    ratings.recount(mentor)
    notify(
        user=mentor.user,
        kind="review_posted",
        data={"stars": review.rating, "title": session.title, "url": "/mentor/reviews/"},
        dedup=f"review-{review.pk}",
    )
    review_posted.send(Review, review_id=review.pk)
    return review


def _checked(rating: int, comment: str, scores: Scores | None) -> dict[str, Any]:
    given = dict(scores or {})
    if not 1 <= rating <= 5:
        message = _("Choose one to five stars.")
        raise DomainError("invalid_review", message, fields={"rating": message})
    for name, value in given.items():
        if name not in SCORES or (value is not None and not 1 <= value <= 5):
            message = _("Give one to five, or leave it out.")
            raise DomainError("invalid_review", message, fields={name: message})
    text = checked_words(comment, "comment", MAX_COMMENT)
    return {"rating": rating, "comment": text, **{name: given.get(name) for name in SCORES}}


def checked_words(words: str, field: str, most: int) -> str:
    """Return words trimmed; raises DomainError("invalid_review") if too long or not text."""
    words = words.strip()
    if len(words) > most or "\0" in words:
        message = _("Keep it under %d characters.") % most
        raise DomainError("invalid_review", message, fields={field: message})
    return words


@transaction.atomic
def edit(
    *, review_id: int, actor: User, rating: int, comment: str, scores: Scores | None = None
) -> Review:
    """Say it otherwise, within REVIEW_EDIT_DAYS; what it said before is kept for staff.

    Raises NotFound, DomainError("invalid_review"), Conflict("too_late"|"withdrawn").
    """
    said = _checked(rating, comment, scores)
    mentor, review = _own(review_id, actor)
    _check_changeable(review)
    before = as_it_was(review)
    if all(before[name] == value for name, value in said.items()):
        return review
    for name, value in said.items():
        setattr(review, name, value)
    review.edited_at = now()
    review.save(update_fields=[*said, "edited_at"])
    settle(mentor, review, ReviewVerb.EDITED, actor=actor, before=before)
    return review


@transaction.atomic
def withdraw(*, review_id: int, actor: User) -> Review:
    """Take a review back for good, at any time: it is shown and counted no more.

    Raises NotFound, Conflict("illegal_move") for one taken back before.
    """
    mentor, review = _own(review_id, actor)
    before = as_it_was(review)
    move(review, ReviewState.WITHDRAWN)
    settle(mentor, review, ReviewVerb.WITHDRAWN, actor=actor, before=before)
    return review


def _check_changeable(review: Review) -> None:
    if review.state == ReviewState.WITHDRAWN:
        raise Conflict("withdrawn", _("You took this review back."))
    if now() > changeable_until(review.created_at):
        raise Conflict("too_late", _("A review can be changed for 14 days. You can take it back."))


@transaction.atomic
def reply(*, review_id: int, actor: User, words: str) -> Review:
    """Answer a review in public, as its mentor, once; changed or emptied within REVIEW_EDIT_DAYS.

    Raises NotFound, DomainError("invalid_review"), Conflict("too_late"|"not_shown"|"reply_hidden").
    """
    text = checked_words(words, "reply", MAX_REPLY)
    mentor, review = lock(review_id)
    if mentor.user_id != actor.pk:
        raise _no_review()
    if review.state != ReviewState.VISIBLE:
        raise Conflict("not_shown", _("This review is not shown any more."))
    if review.reply_hidden:
        raise Conflict("reply_hidden", _("Your reply was hidden by us and can't be changed."))
    first = review.replied_at is None
    if review.replied_at and now() > changeable_until(review.replied_at):
        raise Conflict("too_late", _("A reply can be changed for 14 days."))
    if first and not text:
        message = _("Write something.")
        raise DomainError("invalid_review", message, fields={"reply": message})
    if text == review.reply:
        return review
    before = as_it_was(review)
    review.reply, review.replied_at = text, review.replied_at or now()
    review.save(update_fields=["reply", "replied_at"])
    settle(mentor, review, ReviewVerb.REPLIED, actor=actor, before=before)
    if first and not blockers(mentor.user_id, review.learner_id):
        notify(
            user=review.learner,
            kind="review_replied",
            data={"mentor": mentor.user.name, "url": review.booking.get_absolute_url()},
            dedup=f"review-{review.pk}",
        )
    return review


def _own(review_id: int, actor: User) -> tuple[Mentor, Review]:
    mentor, review = lock(review_id)
    if review.learner_id != actor.pk:
        raise _no_review()
    return mentor, review


def lock(review_id: int) -> tuple[Mentor, Review]:
    """Lock the mentor, then a review of theirs, and return both; raises NotFound."""
    mentor_id = Review.objects.values_list("mentor_id", flat=True).filter(pk=review_id).first()
    if mentor_id is None:
        raise _no_review()
    mentor = ratings.lock(mentor_id)
    rows = Review.objects.select_for_update(of=("self",), no_key=True).select_related(
        "learner", "booking", "session"
    )
    return mentor, rows.get(pk=review_id)


def _no_review() -> NotFound:
    return NotFound("no_review", _("There is no such review."))


def as_it_was(review: Review) -> dict[str, Any]:
    """Return what a review says and how it stands, to be kept before it changes."""
    names = ("rating", *SCORES, "comment", "reply", "state")
    return {name: getattr(review, name) for name in names}


def move(review: Review, new: ReviewState) -> None:
    """Bring a locked review into another state; raises Conflict("illegal_move")."""
    check_move(REVIEW_MOVES, review.state, new)
    review.state = new
    review.save(update_fields=["state"])


def settle(
    mentor: Mentor,
    review: Review,
    verb: ReviewVerb,
    *,
    actor: User | None,
    before: dict[str, Any],
    reason: str = "",
) -> None:
    """Keep what a review was, count the mentor's rating anew and tell who shows it."""
    ReviewChange.objects.create(
        review=review, actor=actor, verb=verb, before=before, reason=reason, at=now()
    )
    ratings.recount(mentor)
    review_changed.send(Review, review_id=review.pk, change=str(verb))
