"""A series is made whole or not at all; each of its sessions is then one of its own."""

from zoneinfo import ZoneInfo

import pytest

from learning.local_times import wall_time
from learning.models import Session, SessionSeries
from learning.services import series
from peerlearn.common.errors import Conflict, DomainError, NotAllowed
from tests import factories as make

pytestmark = pytest.mark.django_db


def repeat(session, *, weeks=4, zone="Europe/Berlin", actor=None):
    return series.repeat(
        session_id=session.pk, actor=actor or session.mentor.user, weeks=weeks, time_zone=zone
    )


def test_a_published_session_repeats_published_at_the_same_time_of_day():
    made = repeat(make.session(price=0, curriculum=[("One", "", 5)]), weeks=26)
    assert len(made) == 26
    assert {one.state for one in made} == {"scheduled"}
    zone = ZoneInfo("Europe/Berlin")
    assert len({wall_time(one.starts_at, zone).time() for one in made}) == 1
    assert {one.curriculum.get().title for one in made} == {"One"}
    assert SessionSeries.objects.get().sessions.count() == 26


def test_a_draft_repeats_as_drafts():
    assert {one.state for one in repeat(make.draft())} == {"draft"}


def test_one_date_that_overlaps_and_none_is_made():
    first = make.session()
    make.session(by=first.mentor, starts_in=60 + 14 * 24 * 60)
    with pytest.raises(Conflict) as caught:
        repeat(first)
    assert caught.value.code == "overlap"
    assert Session.objects.count() == 2
    assert not SessionSeries.objects.exists()


@pytest.mark.parametrize(("weeks", "zone"), [(1, "Asia/Kolkata"), (27, "UTC"), (3, "Mars")])
def test_what_is_no_series_is_refused_by_field(weeks, zone):
    with pytest.raises(DomainError) as caught:
        repeat(make.session(), weeks=weeks, zone=zone)
    assert caught.value.fields
    assert Session.objects.count() == 1


def test_no_time_no_series_and_none_twice_and_nobody_elses():
    draft, made = make.draft(starts_at=None), make.session()
    with pytest.raises(Conflict):
        repeat(draft)
    with pytest.raises(NotAllowed):
        repeat(made, actor=draft.mentor.user)
    repeat(made, weeks=2)
    with pytest.raises(Conflict):
        repeat(made, weeks=2)


def test_a_series_longer_than_a_year_ahead_is_refused_whole():
    made = make.session(starts_in=60 * 24 * 300)
    with pytest.raises(DomainError):
        repeat(made, weeks=26)
    assert Session.objects.count() == 1
