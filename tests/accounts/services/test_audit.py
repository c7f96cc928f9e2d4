"""The audit log: added to, never changed, forgotten after two years."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from peerlearn.accounts.models import AuditEvent
from peerlearn.accounts.services import audit
from peerlearn.accounts.tasks import sweep_audit
from peerlearn.common.clock import now, travel
from peerlearn.common.origin import Origin, coming_from
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_an_event_tells_who_whom_and_from_where():
    actor, subject = make.person(), make.person()
    with coming_from(Origin(ip="192.0.2.7", user_agent="A browser")):
        audit.record("something", actor=actor, subject=subject, why="reasons")
    event = AuditEvent.objects.get()
    assert (event.actor, event.subject, event.detail) == (actor, subject, {"why": "reasons"})
    assert (event.ip, event.user_agent) == ("192.0.2.7", "A browser")


def test_the_database_refuses_to_change_what_was_logged():
    event = audit.record("something", actor=None)
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(action="nothing")
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_events_are_forgotten_after_two_years_with_the_addresses_they_hold():
    with travel(now() - timedelta(days=731)):
        audit.record("old", actor=None)
    with travel(now() - timedelta(days=729)):
        audit.record("young", actor=None)
    sweep_audit()
    assert [event.action for event in AuditEvent.objects.all()] == ["young"]
