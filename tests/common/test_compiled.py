"""Composed once, bound anew: each call gets the rows of its own values."""

from datetime import UTC, timedelta

import pytest
from django.db import IntegrityError, connection
from django.db.models import DateTimeField, F
from django.db.transaction import TransactionManagementError, atomic
from django.test.utils import CaptureQueriesContext

from learning.models import Booking, Session
from payments.models import LedgerAccount
from peerlearn.common.clock import now
from peerlearn.common.compiled import Compiled, CompiledInsert, CompiledUpdate, given
from peerlearn.notifications.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


def coming():
    """Return a query of the sessions of a mentor that start after a moment."""
    return Compiled(
        lambda: (
            Session.objects.filter(
                mentor=given("mentor"), starts_at__gt=given("since", DateTimeField())
            )
            .order_by("starts_at")
            .values_list("pk", "starts_at", "price")
        )
    )


def test_each_call_has_its_own_values_and_the_types_of_the_fields():
    query = coming()
    first, second = make.session(), make.session(starts_in=90)
    for session in (first, second):
        row = query.first(mentor=session.mentor_id, since=now())
        assert row == (session.pk, session.starts_at, session.price)
        assert row[1].tzinfo is UTC or row[1].utcoffset() == timedelta(0)
    assert query.first(mentor=first.mentor_id, since=first.starts_at) is None
    assert query.rows(mentor=0, since=now()) == []


def test_it_sends_what_django_would_send():
    session, moment = make.session(), now()
    query = coming()
    query.rows(mentor=0, since=moment)
    with CaptureQueriesContext(
        connection,
    ) as sent:
        query.rows(mentor=session.mentor_id, since=moment)
        plain = Session.objects.filter(mentor=session.mentor_id, starts_at__gt=moment)
        list(plain.order_by("starts_at").values_list("pk", "starts_at", "price"))
    ours, theirs = (said["sql"].replace("(", "").replace(")", "") for said in sent)
    assert ours == theirs


def test_it_is_composed_once():
    built = []

    def build():
        built.append(1)
        return Session.objects.filter(pk=given("pk")).values_list("pk")

    query = Compiled(build)
    for pk in (1, 2, 3):
        query.rows(pk=pk)
    assert len(built) == 1


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_asked_for_inside_a_transaction_only():
    query = Compiled(
        lambda: Session.objects.select_for_update().filter(pk=given("pk")).values_list("pk")
    )
    with atomic():
        assert query.rows(pk=0) == []
    with pytest.raises(TransactionManagementError):
        query.rows(pk=0)


def test_an_update_changes_what_fits_and_says_how_many():
    session, other = make.session(), make.session()
    update = CompiledUpdate(
        lambda: Session.objects.filter(pk=given("pk"), seats_taken__lt=given("most")),
        seats_taken=F("seats_taken") + 1,
    )
    assert [update.run(pk=session.pk, most=2) for _ in range(3)] == [1, 1, 0]
    assert update.run(pk=other.pk, most=1) == 1
    taken = Session.objects.order_by("pk").values_list("seats_taken", flat=True)
    assert list(taken) == [2, 1]


def test_instances_come_whole_and_with_what_they_were_joined_to(django_assert_num_queries):
    session = make.session()
    query = Compiled(
        lambda: Session.objects.select_related("mentor__user").filter(pk=given("session"))
    )
    query.objects(session=0)  # composed
    mentor = session.mentor
    known = (mentor.user.email, mentor.languages)
    with django_assert_num_queries(1):
        found = query.object(session=session.pk)
        assert (found.mentor.user.email, found.mentor.languages) == known
    plain = Session.objects.get(pk=session.pk)
    fields = [field.attname for field in Session._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(plain, name) for name in fields]
    assert query.object(session=0) is None
    found.title = "Another"
    found.save(update_fields=["title"])
    assert Session.objects.get(pk=session.pk).title == "Another"


def test_rows_are_written_with_the_values_the_model_has_by_itself():
    user, insert = make.person(), CompiledInsert(Notice)
    made = insert.create(user=user, kind="news", title="50 % off 'all' %s")
    assert Notice.objects.get(pk=made.pk) == made
    kept = Notice.objects.get(pk=made.pk)
    assert (kept.title, kept.body, kept.read_at) == ("50 % off 'all' %s", "", None)
    assert kept.created_at == made.created_at
    several = [Notice(user=user, kind="news", title=str(at)) for at in range(3)]
    assert insert.write(several) == 3
    assert [Notice.objects.get(pk=notice.pk).title for notice in several] == ["0", "1", "2"]
    tiers = {"tiers": [[24, 100]], "said": "a 'quote'"}
    seat = CompiledInsert(Booking).create(
        session=make.session(), learner=user, state="confirmed", price=0, policy=tiers
    )
    assert Booking.objects.get(pk=seat.pk).policy == tiers


def test_what_a_constraint_knows_is_left_out_and_a_broken_check_is_not():
    user, insert = make.person(), CompiledInsert(Notice, once=True)
    told = {"user": user, "kind": "news", "title": "x", "dedup": "one"}
    assert insert.create(**told) is not None
    assert insert.create(**told) is None
    for _ in range(2):
        assert insert.create(**(told | {"dedup": ""})) is not None
    with pytest.raises(ValueError, match="one row"):
        insert.write([Notice(**told), Notice(**told)])
    account = CompiledInsert(LedgerAccount, once=True)
    with pytest.raises(IntegrityError), atomic():
        account.create(code="L:test", kind="liability", balance=-1)
    assert not LedgerAccount.objects.filter(code="L:test").exists()
