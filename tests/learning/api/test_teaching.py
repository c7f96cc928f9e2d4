"""A mentor's sessions over JSON, as clients and liars meet it."""

from datetime import timedelta

import pytest

from learning.models import Session
from peerlearn.common import idempotency
from peerlearn.common.clock import now
from peerlearn.common.models import KeptAnswer
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor(client):
    made = make.mentor()
    client.force_login(made.user)
    return made


def send(client, path, body=None, method="post", **headers):
    call = getattr(client, method)
    return call(f"/api/sessions/{path}", body or {}, content_type="application/json", **headers)


def test_a_draft_from_nothing_to_published(client, mentor):
    made = send(client, "")
    assert made.status_code == 201
    pk, version = made.json()["id"], made.json()["version"]
    refused = send(client, f"{pk}/publish/", {"version": version})
    assert refused.json()["code"] == "incomplete"
    assert set(refused.json()["fields"]) == {"title", "summary", "domain", "starts_at"}
    saved = send(
        client,
        f"{pk}/autosave/",
        {
            "version": version,
            "title": "Ghazal",
            "summary": "Metre.",
            "topic": make.domain().slug,
            "minutes": "an hour",
            "price": 0.1,
        },
    ).json()
    assert set(saved["left_out"]) == {"minutes", "price"}
    start = (now() + timedelta(days=9)).strftime("%Y-%m-%dT12:00:00")
    body = {"version": saved["version"], "starts_at": start, "time_zone": "Asia/Kolkata"}
    edited = send(client, f"{pk}/", body, "patch").json()
    assert edited["starts_at"] == start + "+05:30"
    assert send(client, f"{pk}/publish", {"version": edited["version"]}).json()["state"] == (
        "scheduled"
    )
    assert [row["id"] for row in client.get("/api/sessions/?mine=scheduled").json()["results"]] == [
        pk
    ]


def test_a_stale_version_gets_both_texts_and_changes_nothing(client, mentor):
    made = make.draft(by=mentor)
    assert send(client, f"{made.pk}/", {"version": 1, "title": "A"}, "patch").status_code == 200
    for method, path in (("patch", f"{made.pk}/"), ("post", f"{made.pk}/autosave/")):
        answer = send(client, path, {"version": 1, "title": "B"}, method)
        assert answer.status_code == 409
        assert answer.json()["theirs"]["title"] == "A"
        assert answer.json()["yours"]["title"] == "B"
    assert Session.objects.get(pk=made.pk).title == "A"


@pytest.mark.parametrize(
    "body",
    [
        {"price": 0.1},
        {"price": 99},
        {"price": -5},
        {"price": 2**70},
        {"capacity": 0},
        {"capacity": 10_000},
        {"minutes": -60},
        {"minutes": 241},
        {"topic": "nothing"},
        {"title": "x" * 121},
        {"title": "a\0b"},
        {"level": "guru"},
        {"curriculum": [{"title": ""}]},
        {"curriculum": [{"title": "x", "minutes": -1}]},
        {"skills": ["nothing"]},
        {"starts_at": "2020-01-01T00:00:00Z"},
        {"starts_at": "tomorrow"},
        {"starts_at": "2027-05-01T10:00:00"},
        {"starts_at": "2027-05-01T10:00:00", "time_zone": "Mars/Olympus"},
        {"starts_at": "2027-03-28T02:30:00", "time_zone": "Europe/Berlin"},
        {"starts_at": "2027-10-31T02:30:00", "time_zone": "Europe/Berlin"},
        {"starts_at": "0001-01-01T00:00:00", "time_zone": "Asia/Kolkata"},
        {"starts_at": "9999-12-31T23:59:59", "time_zone": "America/New_York"},
        {"min_seats": 3},
        {"decide_hours": 0},
        {"version": 0},
    ],
)
def test_what_no_session_can_be_is_refused_by_field_and_changes_nothing(client, mentor, body):
    made = make.draft(by=mentor)
    answer = send(client, f"{made.pk}/", {"version": 1, **body}, "patch")
    assert answer.status_code == 400
    assert answer.json()["fields"]
    assert Session.objects.get(pk=made.pk).version == 1


def test_somebody_elses_session_is_read_only_when_public_and_never_written(client, mentor):
    draft, public = make.draft(), make.session()
    assert client.get(f"/api/sessions/{draft.pk}/").status_code == 404
    own = make.draft(by=mentor)
    assert client.get(f"/api/sessions/{own.pk}/").json()["version"] == 1
    later = (now() + timedelta(days=5)).isoformat()
    for method, path, body in (
        ("patch", "", {"version": 1, "title": "Mine"}),
        ("delete", "", {}),
        ("post", "autosave/", {"version": 1, "title": "Mine"}),
        ("post", "publish/", {}),
        ("post", "cancel/", {"reason": "Mine."}),
        ("post", "duplicate/", {}),
        ("post", "reschedule/", {"starts_at": later}),
        ("post", "go-ahead/", {}),
    ):
        for one in (draft, public):
            assert send(client, f"{one.pk}/{path}", body, method).status_code == 403
    assert set(Session.objects.values_list("title", flat=True)) == {draft.title}


def test_cancelling_says_what_it_gave_back_and_needs_a_reason(client, mentor):
    made = make.session(by=mentor, price=0)
    make.seat(made)
    assert send(client, f"{made.pk}/cancel/", {"reason": " "}).status_code == 400
    body = send(client, f"{made.pk}/cancel/", {"reason": "Ill."}).json()
    assert (body["state"], body["learners"], body["refunded"]) == ("cancelled", 1, 0)


def test_a_draft_is_thrown_away_and_a_published_session_is_not(client, mentor):
    draft, public = make.draft(by=mentor), make.session(by=mentor)
    assert send(client, f"{draft.pk}/", method="delete").status_code == 204
    assert send(client, f"{public.pk}/", method="delete").json()["code"] == "published"


def test_the_same_key_makes_one_draft_and_another_body_is_refused(client, mentor):
    key = {"HTTP_IDEMPOTENCY_KEY": "abc"}
    first = send(client, "", {"title": "One"}, **key)
    again = send(client, "", {"title": "One"}, **key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotent-Replayed"] == "true"
    assert send(client, "", {"title": "Two"}, **key).json()["code"] == "key_reused"
    assert Session.objects.count() == 1
    client.force_login(make.mentor().user)
    assert send(client, "", {"title": "Two"}, **key).status_code == 201


def test_what_failed_is_not_kept_and_a_key_has_its_form(client, mentor):
    key = {"HTTP_IDEMPOTENCY_KEY": "abc"}
    assert send(client, "", {"price": 5}, **key).status_code == 400
    assert send(client, "", {"price": 500}, **key).status_code == 201
    assert send(client, "", {}, HTTP_IDEMPOTENCY_KEY="x" * 101).json()["code"] == "key_invalid"


def test_answers_are_forgotten_after_a_day(client, mentor):
    send(client, "", {}, HTTP_IDEMPOTENCY_KEY="abc")
    assert idempotency.forget_old() == 0
    KeptAnswer.objects.update(created_at=now() - timedelta(hours=25))
    assert idempotency.forget_old() == 1


def test_one_under_way_is_waited_for_but_a_crash_does_not_block_for_ever(client, mentor):
    send(client, "", {}, HTTP_IDEMPOTENCY_KEY="abc")
    KeptAnswer.objects.update(status=0)
    assert send(client, "", {}, HTTP_IDEMPOTENCY_KEY="abc").json()["code"] == "in_progress"
    KeptAnswer.objects.update(created_at=now() - timedelta(minutes=2))
    assert send(client, "", {}, HTTP_IDEMPOTENCY_KEY="abc").status_code == 201
