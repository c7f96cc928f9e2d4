"""What may be said of a session, by whom and until when; ratings are never anything else."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from learning.enums import BookingState, ReviewState
from learning.models import Booking, Mentor, Review
from learning.queries import reviews as queries
from learning.services import moderation, reviews, seats
from peerlearn.accounts.models import AuditEvent
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError, NotAllowed, NotFound
from tests import factories as make

pytestmark = pytest.mark.django_db

LATE = timedelta(days=14, seconds=1)


def rating(review: Review) -> tuple[int, int]:
    mentor = Mentor.objects.get(pk=review.mentor_id)
    return mentor.rating_sum, mentor.rating_count


@pytest.fixture
def staff():
    return make.verified(make.moderator())


@contextmanager
def refused(code: str):
    with pytest.raises(DomainError) as caught:
        yield
    assert caught.value.code == code


def test_parts_of_a_review_are_kept_and_each_may_be_left_out():
    review = make.review(scores={"clarity": 5, "listening": None})
    review.refresh_from_db()
    assert review.scores == {"clarity": 5, "preparation": None, "listening": None}


@pytest.mark.parametrize("scores", [{"clarity": 0}, {"clarity": 6}, {"kindness": 3}])
def test_parts_out_of_bounds_or_unknown_are_refused(scores):
    with pytest.raises(DomainError) as caught:
        make.review(scores=scores)
    assert caught.value.fields.keys() == scores.keys()
    assert not Review.objects.exists()


def test_an_edit_counts_at_once_and_what_was_said_before_is_kept_for_staff():
    review = make.review(rating=2, comment="Too fast.")
    reviews.edit(review_id=review.pk, actor=review.learner, rating=5, comment="Came to like it.")
    assert rating(review) == (5, 1)
    review.refresh_from_db()
    assert review.edited_at
    change = review.changes.get()
    assert (change.before["rating"], change.before["comment"]) == (2, "Too fast.")


def test_an_edit_that_changes_nothing_is_none():
    review = make.review(rating=2, comment="Too fast.")
    reviews.edit(review_id=review.pk, actor=review.learner, rating=2, comment=" Too fast. ")
    assert not review.changes.exists()


def test_after_fourteen_days_a_review_stays_as_it_is_but_can_be_taken_back():
    review = make.review(rating=2)
    with travel(review.created_at + LATE):
        with refused("too_late"):
            reviews.edit(review_id=review.pk, actor=review.learner, rating=5, comment="")
        reviews.withdraw(review_id=review.pk, actor=review.learner)
    assert rating(review) == (0, 0)


def test_what_was_taken_back_is_gone_for_good():
    review = make.review()
    reviews.withdraw(review_id=review.pk, actor=review.learner)
    with refused("withdrawn"):
        reviews.edit(review_id=review.pk, actor=review.learner, rating=5, comment="")
    with refused("illegal_move"):
        reviews.withdraw(review_id=review.pk, actor=review.learner)
    with refused("already_reviewed"):
        reviews.post(
            booking_id=review.booking_id, actor=review.learner, rating=5, comment=""
        )  # fmt: skip
    assert not queries.of_mentor(review.mentor).exists()


@pytest.mark.parametrize("act", ["edit", "withdraw", "reply"])
def test_somebody_elses_review_is_not_found(act):
    review, stranger = make.review(), make.mentor().user
    calls = {
        "edit": lambda: reviews.edit(review_id=review.pk, actor=stranger, rating=1, comment=""),
        "withdraw": lambda: reviews.withdraw(review_id=review.pk, actor=stranger),
        "reply": lambda: reviews.reply(review_id=review.pk, actor=stranger, words="Hm."),
    }
    with pytest.raises(NotFound):
        calls[act]()
    assert not review.changes.exists()


def test_the_mentor_answers_once_and_may_change_the_answer_for_fourteen_days():
    review = make.review()
    mentor = review.mentor.user
    reviews.reply(review_id=review.pk, actor=mentor, words=" Thank you! ")
    reviews.reply(review_id=review.pk, actor=mentor, words="Thanks!")
    review.refresh_from_db()
    assert review.shown_reply == "Thanks!"
    assert review.learner.notices.filter(kind="review_replied").count() == 1
    with travel(now() + LATE), refused("too_late"):
        reviews.reply(review_id=review.pk, actor=mentor, words="Never mind.")


@pytest.mark.parametrize("words", ["", "   ", "x" * 1001, "a\0b"])
def test_an_answer_says_something_and_is_short(words):
    review = make.review()
    with refused("invalid_review"):
        reviews.reply(review_id=review.pk, actor=review.mentor.user, words=words)


def test_a_hidden_review_is_neither_shown_nor_counted_nor_answered(staff):
    review = make.review(rating=1)
    other = make.review(by=review.mentor, rating=5)
    moderation.hide(review_id=review.pk, actor=staff, reason="Insults.")
    assert rating(review) == (5, 1)
    assert list(queries.of_mentor(review.mentor)) == [other]
    assert dict(queries.histogram(review.mentor))[1] == 0
    with refused("not_shown"):
        reviews.reply(review_id=review.pk, actor=review.mentor.user, words="Ha.")
    notice = review.learner.notices.get(kind="review_hidden")
    assert notice.body == "Insults."
    event = AuditEvent.objects.get(action="review_hidden")
    assert (event.actor, event.subject, event.detail["review"]) == (
        staff, review.learner, review.pk,
    )  # fmt: skip
    moderation.show(review_id=review.pk, actor=staff, reason="Read again.")
    assert rating(review) == (6, 2)


def test_an_edit_of_a_hidden_review_does_not_bring_it_back(staff):
    review = make.review(rating=1)
    moderation.hide(review_id=review.pk, actor=staff, reason="Insults.")
    reviews.edit(review_id=review.pk, actor=review.learner, rating=5, comment="Nice.")
    assert rating(review) == (0, 0)


def test_a_hidden_reply_is_gone_and_the_review_stays(staff):
    review = make.review()
    with refused("no_reply"):
        moderation.hide_reply(review_id=review.pk, actor=staff, reason="Rude.")
    reviews.reply(review_id=review.pk, actor=review.mentor.user, words="You are slow.")
    moderation.hide_reply(review_id=review.pk, actor=staff, reason="Rude.")
    review.refresh_from_db()
    assert (review.shown_reply, review.state) == ("", ReviewState.VISIBLE)
    with refused("reply_hidden"):
        reviews.reply(review_id=review.pk, actor=review.mentor.user, words="Really.")


@pytest.mark.parametrize("who", ["mentor", "learner", "editor", "moderator without a code"])
def test_only_staff_with_a_second_factor_moderate(who):
    review = make.review()
    actor = {
        "mentor": review.mentor.user,
        "learner": review.learner,
        "editor": make.verified(make.editor()),
        "moderator without a code": make.moderator(),
    }[who]
    for act in (moderation.hide, moderation.show, moderation.hide_reply):
        with pytest.raises(NotAllowed):
            act(review_id=review.pk, actor=actor, reason="Because.")
    assert rating(review) == (4, 1)


def test_a_review_of_a_session_that_turned_out_to_be_missed_counts_no_more():
    review = make.review()
    Booking.objects.filter(pk=review.booking_id).update(state=BookingState.NO_SHOW_LEARNER)
    seats.tell(review.booking, "settled")
    review.refresh_from_db()
    assert review.state == ReviewState.HIDDEN
    assert rating(review) == (0, 0)


def test_the_check_finds_and_mends_what_no_service_wrote(capsys):
    review, right = make.review(rating=3), make.review()
    call_command("check_ratings")
    Mentor.objects.filter(pk=review.mentor_id).update(rating_sum=10, rating_count=2)
    with pytest.raises(CommandError):
        call_command("check_ratings")
    assert (
        f"mentor {review.mentor_id}: stored (10, 2), reviews say (3, 1)" in capsys.readouterr().out
    )
    call_command("check_ratings", "--mend")
    assert (rating(review), rating(right)) == ((3, 1), (4, 1))
    call_command("check_ratings")


def test_nobody_hides_what_is_said_of_themselves_or_shows_their_own_words_again():
    review = make.review(rating=1)
    for person in (review.mentor.user, review.learner):
        staff = make.hired(person, "Moderators")
        for act in (moderation.hide, moderation.show, moderation.hide_reply):
            with pytest.raises(NotAllowed, check=lambda caught: caught.code == "own_case"):
                act(review_id=review.pk, actor=staff, reason="Not nice.")
    assert rating(review) == (1, 1)
