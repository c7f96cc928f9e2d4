"""Drafts, publishing, starting: what a mentor may and may not do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from learning.enums import SessionState
from learning.models import Session
from learning.services import closing, editing, sessions
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, DomainError, NotAllowed
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_its_curriculum_in_order():
    made = make.draft(curriculum=[("Warm up", "", 10), ("Build it", "Step by step", 50)])
    assert [(item.position, item.title) for item in made.curriculum.all()] == [
        (1, "Warm up"),
        (2, "Build it"),
    ]
    assert made.state == SessionState.DRAFT
    assert made.slug == "rust-for-people-who-know-python"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", 99),
        ("price", -100),
        ("capacity", 0),
        ("capacity", 8),
        ("minutes", 14),
        ("minutes", 241),
        ("title", "x" * 121),
        ("title", "Rust\0"),
        ("price", 10_000_001),
        ("price", True),
        ("capacity", 10_000),
        ("starts_at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("starts_at", datetime(2999, 1, 1, tzinfo=UTC)),
        ("min_seats", 3),
        ("decide_hours", 0),
        ("level", "guru"),
        ("curriculum", [("", "", 5)]),
        ("curriculum", [("Build", "", 500)]),
    ],
)
def test_a_draft_against_the_rules_names_the_field(field, value):
    with pytest.raises(DomainError) as caught:
        make.draft(**{field: value})
    assert field in caught.value.fields


def test_publishing_needs_an_approved_mentor():
    made = make.draft(by=make.mentor(approved=False))
    with pytest.raises(NotAllowed):
        sessions.publish(session_id=made.pk, actor=made.mentor.user)


def test_publishing_what_lies_in_the_past_is_refused():
    made = make.draft(starts_in=5)
    with travel(now() + timedelta(minutes=6)), pytest.raises(Conflict) as caught:
        sessions.publish(session_id=made.pk, actor=made.mentor.user)
    assert caught.value.code == "in_the_past"


def test_a_draft_may_lack_everything_but_is_not_published_so():
    made = sessions.create_draft(mentor=make.mentor())
    made.refresh_from_db()
    assert (made.title, made.starts_at, made.domain, made.minutes) == ("", None, None, 60)
    with pytest.raises(DomainError) as caught:
        sessions.publish(session_id=made.pk, actor=made.mentor.user)
    assert set(caught.value.fields) == {"title", "summary", "domain", "starts_at"}
    made.refresh_from_db()
    assert made.state == SessionState.DRAFT


def test_the_database_itself_refuses_to_schedule_what_is_incomplete():
    made = sessions.create_draft(mentor=make.mentor())
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=made.pk).update(state=SessionState.SCHEDULED)


@pytest.mark.parametrize("shift", [0, 30, -30, 59, -59])
def test_publishing_what_overlaps_names_the_other_session(shift):
    mentor = make.mentor()
    make.session(by=mentor, starts_in=180, title="The first")
    other = make.draft(by=mentor, starts_in=180 + shift)
    with pytest.raises(Conflict, match="The first") as caught:
        sessions.publish(session_id=other.pk, actor=mentor.user)
    assert caught.value.code == "overlap"


def test_sessions_back_to_back_and_of_other_mentors_do_not_overlap():
    first = make.session(starts_in=180)
    after = make.draft(by=first.mentor)
    Session.objects.filter(pk=after.pk).update(
        starts_at=first.ends_at, ends_at=first.ends_at + timedelta(hours=1)
    )
    sessions.publish(session_id=after.pk, actor=first.mentor.user)
    make.session(starts_in=180)


def test_a_cancelled_session_leaves_its_time_free():
    first = make.session(starts_in=180)
    closing.cancel(session_id=first.pk, actor=first.mentor.user, reason="Ill.")
    make.session(by=first.mentor, starts_in=180)


def test_a_minimum_that_had_to_be_met_already_is_refused():
    made = make.draft(starts_in=120, min_seats=2, decide_hours=3)
    with pytest.raises(Conflict) as caught:
        sessions.publish(session_id=made.pk, actor=made.mentor.user)
    assert caught.value.code == "decided_too_soon"


def test_publishing_words_that_changed_elsewhere_is_refused():
    made = make.draft()
    actor = made.mentor.user
    editing.edit(session_id=made.pk, actor=actor, version=1, changes={"title": "Other words"})
    with pytest.raises(sessions.Stale):
        sessions.publish(session_id=made.pk, actor=actor, version=1)
    sessions.publish(session_id=made.pk, actor=actor, version=2)


def test_cancelling_needs_a_reason_and_a_draft_is_deleted_instead():
    made = make.session()
    actor = made.mentor.user
    with pytest.raises(DomainError) as caught:
        closing.cancel(session_id=made.pk, actor=actor, reason=" \0 ")
    assert caught.value.fields
    with pytest.raises(Conflict):
        closing.cancel(session_id=make.draft(by=made.mentor).pk, actor=actor, reason="No.")


def test_nobody_publishes_or_starts_somebody_elses_session():
    made, other = make.draft(), make.mentor()
    with pytest.raises(NotAllowed):
        sessions.publish(session_id=made.pk, actor=other.user)
    with pytest.raises(NotAllowed):
        sessions.start(session_id=make.session().pk, actor=other.user)


def test_publishing_twice_is_refused_and_starting_twice_is_the_same():
    made = make.session()
    with pytest.raises(Conflict):
        sessions.publish(session_id=made.pk, actor=made.mentor.user)
    first = sessions.start(session_id=made.pk, actor=made.mentor.user)
    assert sessions.start(session_id=made.pk, actor=made.mentor.user).started_at == first.started_at
