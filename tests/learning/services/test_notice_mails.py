"""What becomes of a request is told by mail, too, to who waits for it."""

from datetime import timedelta

import pytest
from django.core import mail

from learning.models import NoticeMail
from learning.services import notice_mails, offers, request_answers, request_sweeps
from learning.tasks import send_mails
from peerlearn.accounts.models import User
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError
from tests import factories as make

from .asking import accept, ask, offer, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor():
    return make.mentor("Asha Raman", domains=[make.domain()], hourly_price=60_000)


@pytest.fixture
def learner():
    return make.person("Lena Fischer", time_zone="Europe/Berlin")


def mails(send=notice_mails.send_due):
    """Return what goes out now: to whom, and the subject."""
    mail.outbox.clear()
    send()
    return [(*one.to, one.subject) for one in mail.outbox]


def test_each_turn_of_a_request_is_mailed_to_the_other_side(mentor, learner):
    her, him = learner.email, mentor.user.email
    request = ask(learner, mentor)
    assert mails() == [(him, "Lena Fischer would like to learn: Lifetimes, slowly")]
    request_answers.say(actor=mentor.user, request_id=request.pk, text="Which edition?")
    assert mails() == [(her, "Asha Raman asks about: Lifetimes, slowly")]
    assert "Which edition?" in mail.outbox[0].body
    request_answers.say(
        actor=learner, request_id=request.pk, text="The 2024 one.", mentor_id=mentor.pk
    )
    assert mails() == [(him, "Lena Fischer answered about: Lifetimes, slowly")]
    counter = offer(mentor, request)
    assert mails() == [(her, "Asha Raman has an offer for you: Lifetimes, slowly")]
    assert "CET" in mail.outbox[0].body  # on the reader's clock
    assert f"/requests/{request.pk}/" in mail.outbox[0].body
    take(counter)
    assert mails() == [(him, "Your offer was taken: Lifetimes, slowly")]
    assert mails() == []


def test_an_answer_is_mailed_with_what_to_do_or_why(mentor, learner):
    first = ask(learner, mentor)
    mails()
    made = accept(mentor, first)
    assert mails() == [(learner.email, "Asha Raman accepted: Lifetimes, slowly")]
    assert made.booking.get_absolute_url() in mail.outbox[0].body
    other = make.person()
    second = ask(other, mentor)
    mails()
    request_answers.decline(actor=mentor.user, request_id=second.pk, reason="I am away.")
    assert mails() == [(other.email, "Asha Raman can't take it: Lifetimes, slowly")]
    assert "I am away." in mail.outbox[0].body


def test_time_that_runs_out_is_mailed(mentor, learner):
    ask(learner, mentor)
    mails()
    with travel(now() + timedelta(days=8)):
        request_sweeps.expire()
        assert mails() == [(learner.email, "No mentor in time: Lifetimes, slowly")]


def test_a_request_to_all_fills_nobodys_mailbox(mentor, learner):
    ask(learner)
    assert mentor.user.notices.get().kind == "request_open"
    assert mails() == []


def test_what_was_refused_is_not_mailed_and_a_closed_account_gets_nothing(mentor, learner):
    request = ask(learner, mentor)
    with pytest.raises(DomainError):
        offers.accept(actor=mentor.user, request_id=request.pk, starts_at=now())
    User.objects.filter(pk=mentor.user_id).update(is_active=False, standing="deactivated")
    assert mails(send_mails) == []
    assert NoticeMail.objects.get().sent_at


def test_a_mail_that_failed_is_tried_again(mentor, learner, settings):
    ask(learner, mentor)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert mails() == []
    settings.EMAIL_BACKEND = working
    assert mails() == []
    with travel(now() + timedelta(minutes=6)):
        assert len(mails()) == 1
