"""Drafts, publishing, starting: what a mentor may and may not do."""

import pytest

from learning.enums import SessionState
from learning.services import sessions
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
        ("title", "   "),
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
    made = make.draft(starts_in=-5)
    with pytest.raises(Conflict):
        sessions.publish(session_id=made.pk, actor=made.mentor.user)


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
