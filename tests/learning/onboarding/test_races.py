"""Finish pressed twice at once, or by two people with one address: one account, no error."""

import pytest
from django.core import mail
from django.test import Client

from learning.models import Mentor
from peerlearn.accounts.models import User
from tests.learning.services.test_races import race
from tests.support.signing_up import ADDRESS, finish, walk_mentor

pytestmark = pytest.mark.django_db(transaction=True)


def answers_of(*clients):
    return [answer.url for answer in race([lambda c=c: finish(c) for c in clients])]


def test_finish_pressed_twice_at_once_makes_one_account():
    one, same = Client(), Client()
    walk_mentor(one)
    same.cookies = one.cookies
    assert answers_of(one, same) == ["/login/?registered=1"] * 2
    assert User.objects.filter(email=ADDRESS).count() == Mentor.objects.count() == 1
    assert len(mail.outbox) == 1


def test_two_people_with_one_address_at_once_make_one_account():
    one, other = Client(), Client()
    walk_mentor(one)
    walk_mentor(other, name="Somebody Else")
    assert answers_of(one, other) == ["/login/?registered=1"] * 2
    assert User.objects.filter(email=ADDRESS).count() == Mentor.objects.count() == 1
