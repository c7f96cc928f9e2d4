"""What PostgreSQL does for the lists people open, among 20,000 sessions: it reads no big table."""

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import Booking, Session, SessionText
from learning.queries import catalogue
from learning.queries.catalogue.languages import languages_on_offer
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from tests import factories
from tests.support import templates

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TO_COME, TIMES_MORE, PEOPLE, MENTORS = 4_000, 4, 500, 10
OVER = {
    "state": "'completed'",
    "starts_at": "starts_at - years * interval '1 year'",
    "ends_at": "ends_at - years * interval '1 year'",
}
BIG = {"learning_session", "learning_sessiontext", "learning_booking"}


@pytest.fixture
def clean_tables():
    """Rid tables and indexes of what other tests left: it makes reading them look dear.

    Over a connection of its own, before the test's transaction has looked at anything.
    """
    url = templates.server_url(connection.settings_dict, connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as apart:
        apart.execute("SET lock_timeout = '20s'")
        apart.execute(f"VACUUM (FULL) {', '.join(sorted(BIG))}")


@pytest.fixture
def world(clean_tables):
    """One session in five is to come, with a booking and words, one of 200 its own."""
    numbers = {model._meta.db_table: _last_number(model) for model in (Session, Booking)}
    mentors = [factories.mentor() for _ in range(MENTORS)]
    domains = [factories.domain(f"Topic {n}", f"topic-{n}") for n in range(10)]
    people = User.objects.bulk_create(
        User(name=f"Learner {n}", email=f"learner{n}@example.test") for n in range(PEOPLE)
    )
    known = factories.person()
    sessions = Session.objects.bulk_create(
        _session(number, mentors[number % MENTORS], domains[number % 10])
        for number in range(TO_COME)
    )
    SessionText.objects.bulk_create(
        SessionText(session=one, title=f"plan{n % 200} session", names="mentor", summary="words")
        for n, one in enumerate(sessions)
    )
    people.append(known)
    Booking.objects.bulk_create(
        Booking(session=one, learner=people[n % len(people)], price=0, state="confirmed")
        for n, one in enumerate(sessions)
    )
    with connection.cursor() as cursor:
        cursor.execute(_copies(Session, OVER))
        cursor.execute(_copies(Booking, {"state": "'released'"}))
        cursor.execute("ANALYZE")
    yield {"learner": known, "mentor": mentors[0].user, "session": sessions[7]}
    with connection.cursor() as cursor:  # no rollback undoes what sequences have given out
        for table, last in numbers.items():
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])


def _last_number(model):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return cursor.fetchone()[0]


def _session(number, mentor, domain):
    start = now() + timedelta(hours=1 + number)
    return Session(
        mentor=mentor,
        state="scheduled",
        title=f"Session {number}",
        slug="session",
        summary="Made to be searched among.",
        domain=domain,
        language=("English", "Hindi", "Tamil")[number % 3],
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        capacity=4,
        seats_taken=1,
        price=50_000,
    )


def _copies(model, changes):
    """Return the statement that copies every row TIMES_MORE times with other values, quickly."""
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = [changes.get(name, name) for name in names]
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) "
        f"SELECT {', '.join(values)} FROM {model._meta.db_table}, "
        f"generate_series(1, {TIMES_MORE}) AS years"
    )


def nodes(plan):
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def read_row_by_row(client, path, *, words=()):
    """Return the statements of a page that scan a big table, with what they scan."""
    with CaptureQueriesContext(connection) as sent:
        answer = client.get(path)
    assert answer.status_code == 200
    assert all(word in answer.content.decode() for word in words)
    statements = [one["sql"] for one in sent if one["sql"].startswith(("SELECT", "(SELECT"))]
    assert any(f'"{table}"' in sql for sql in statements for table in BIG)
    found = []
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            (rows,) = cursor.fetchone()
            plan = (json.loads(rows) if isinstance(rows, str) else rows)[0]["Plan"]
            scans = [n["Relation Name"] for n in nodes(plan) if n["Node Type"] == "Seq Scan"]
            found += [(table, sql) for table in scans if table in BIG]
    return found


def check_that_the_first_page_and_the_languages_come_off_an_index():
    page = catalogue.search({}, zone=ZoneInfo("Asia/Kolkata")).page.object_list
    plan = page.explain()
    assert "session_on_offer" in plan
    assert "Sort Key: learning_session" not in plan
    with CaptureQueriesContext(connection) as sent:
        assert languages_on_offer() == ["English", "Hindi", "Tamil"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sent[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Scan using session_by_language" in plan
    assert "Sort Key: learning_session" not in plan


def test_no_list_reads_a_big_table_row_by_row(client, world):
    session = world["session"]
    public = {
        "/sessions/": ["Session 23"],
        "/sessions/?topic=topic-3": ["Session 3"],
        "/sessions/?q=plan7": ["Session 207"],
        "/sessions/?q=plan7&price=under-1000&language=Hindi": ["Session 7"],
        "/sessions/?view=week": ["Session 4"],
        "/": [],
        session.get_absolute_url(): [session.title],
    }
    found = {path: read_row_by_row(client, path, words=words) for path, words in public.items()}
    client.force_login(world["learner"])
    for path in (session.get_absolute_url(), "/learner/sessions/", "/learner/home/"):
        found[f"learner {path}"] = read_row_by_row(client, path)
    client.force_login(world["mentor"])
    for path in ("/mentor/sessions/", "/mentor/dashboard/"):
        found[f"mentor {path}"] = read_row_by_row(client, path)
    assert {path: scans for path, scans in found.items() if scans} == {}
    check_that_the_first_page_and_the_languages_come_off_an_index()
