"""Views of public pages: told by the page, noted in the cache, added up once."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from learning.models import Mentor, PageViews
from learning.queries import page_views as queries
from learning.services import page_views
from learning.tasks import count_page_views
from peerlearn.accounts.models import User
from peerlearn.common.clock import now, travel
from tests import factories as make

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def look(client):
    def tell(kind, key, **headers):
        headers.setdefault("HTTP_USER_AGENT", FIREFOX)
        body = {"kind": kind, "ref": key}
        return client.post("/api/views/", body, content_type="application/json", **headers)

    return tell


def counted():
    count_page_views()
    return {(row.mentor_id, row.session_id): row.count for row in PageViews.objects.all()}


def test_a_look_writes_no_row_and_no_cookie_and_the_sweep_adds_it_up(look):
    session = make.session()
    with CaptureQueriesContext(connection) as captured:
        answer = look("session", session.pk)
    assert answer.status_code == 204
    assert not answer.cookies
    assert [query for query in captured if not query["sql"].startswith("SELECT")] == []
    look("mentor", session.mentor_id, REMOTE_ADDR="10.0.0.9")
    mentor = session.mentor_id
    assert counted() == {(mentor, session.pk): 1, (mentor, None): 1}
    assert counted() == {(mentor, session.pk): 1, (mentor, None): 1}
    look("session", session.pk, REMOTE_ADDR="10.0.0.9")
    assert counted()[mentor, session.pk] == 2


def test_the_same_visitor_counts_once_a_page_in_half_an_hour(look):
    one, other = make.session(), make.session()
    for _ in range(3):
        look("session", one.pk)
    look("session", other.pk)
    look("session", one.pk, REMOTE_ADDR="10.0.0.9")
    found = counted()
    assert found == {(one.mentor_id, one.pk): 2, (other.mentor_id, other.pk): 1}


def test_a_mentors_own_look_does_not_count_but_anothers_does(client, look):
    session = make.session()
    client.force_login(session.mentor.user)
    look("session", session.pk)
    look("mentor", session.mentor_id)
    assert counted() == {}
    client.force_login(make.mentor().user)
    look("session", session.pk)
    assert len(counted()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 HeadlessChrome/140.0"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
    ],
)
def test_machines_and_other_sites_do_not_count(look, headers):
    assert look("session", make.session().pk, **headers).status_code == 204
    assert counted() == {}


def test_what_has_no_public_page_does_not_count(look):
    draft, unseen = make.draft(), make.mentor(approved=False)
    assert look("session", draft.pk).status_code == 204
    look("mentor", unseen.pk)
    look("session", 999_999)
    assert counted() == {}


@pytest.mark.parametrize(("kind", "key"), [("room", 1), ("session", 0), ("session", 2**70)])
def test_nonsense_is_refused(look, kind, key):
    assert look(kind, key).status_code == 400


def test_a_sweep_that_dies_after_taking_views_loses_them_and_counts_none_twice(look):
    def power_cut(execute, sql, params, many, context):
        if "pageviews" in sql:
            raise OperationalError("the power is gone")
        return execute(sql, params, many, context)

    session = make.session()
    look("session", session.pk)
    with connection.execute_wrapper(power_cut), pytest.raises(OperationalError):
        page_views.write_down()
    look("session", session.pk, REMOTE_ADDR="10.0.0.9")
    assert counted() == {(session.mentor_id, session.pk): 1}


def test_views_of_what_was_deleted_meanwhile_are_dropped_and_the_others_kept(look):
    gone, kept = make.session(), make.session()
    look("session", gone.pk)
    look("session", kept.pk)
    gone.delete()
    assert counted() == {(kept.mentor_id, kept.pk): 1}


def test_an_emptied_cache_begins_anew_and_a_full_one_is_cut(look, monkeypatch):
    session = make.session()
    look("session", session.pk)
    assert list(counted().values()) == [1]
    cache.clear()
    look("session", session.pk)
    assert list(counted().values()) == [2]
    monkeypatch.setattr(page_views, "MOST_WAITING", 2)
    for last in range(5):
        look("session", session.pk, REMOTE_ADDR=f"10.0.1.{last}")
    assert list(counted().values()) == [4]


def test_a_view_belongs_to_the_day_on_its_mentors_clock(look):
    session = make.session(starts_in=10 * 24 * 60)
    User.objects.filter(pk=session.mentor.user_id).update(time_zone="Pacific/Auckland")
    noon = now().replace(hour=12, minute=0)
    with travel(noon):
        look("session", session.pk)
    count_page_views()
    day = PageViews.objects.get().day
    assert day == (noon + timedelta(hours=12)).astimezone(ZoneInfo("UTC")).date()


def test_pages_most_looked_at_come_first_with_what_was_booked(look):
    mentor = make.mentor()
    one, two = make.session(by=mentor, price=0), make.session(by=mentor, price=0, starts_in=300)
    for last in range(4):
        look("session", two.pk, REMOTE_ADDR=f"10.0.1.{last}")
    look("session", one.pk)
    make.seat(two)
    count_page_views()
    found = queries.by_session(Mentor.objects.get(pk=mentor.pk), now() - timedelta(days=7))
    assert [(row.session, row.views, row.enrolments, row.conversion) for row in found] == [
        (two, 4, 1, 25.0),
        (one, 1, 0, 0.0),
    ]


def test_public_pages_say_what_they_are(client):
    session = make.session()
    page = client.get(session.get_absolute_url()).content.decode()
    assert f'data-look="session:{session.pk}"' in page
