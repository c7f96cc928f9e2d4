"""Files and links of a session over JSON, as clients and liars meet it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learning.models import Material
from learning.services import materials
from tests import factories as make

pytestmark = pytest.mark.django_db
LINK = "https://example.org/slides"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def session():
    return make.session(price=0, capacity=3)


@pytest.fixture
def mentor(session):
    client = Client()
    client.force_login(session.mentor.user)
    return client


def url(session, *rest):
    return f"/api/sessions/{session.pk}/materials/" + "".join(f"{part}/" for part in rest)


def post(client, session, body, **headers):
    return client.post(url(session), body, content_type="application/json", headers=headers)


def test_a_link_and_a_file_are_added_listed_moved_fetched_and_taken_away(mentor, session):
    link = post(mentor, session, {"url": LINK}).json()
    assert (link["kind"], link["title"], link["url"]) == ("link", "example.org", LINK)
    sent = SimpleUploadedFile("Notes.txt", b"Words.")
    answer = mentor.post(url(session), {"file": sent, "title": "Read me"})
    assert answer.status_code == 201
    file = answer.json()
    assert b"".join(mentor.get(file["url"]).streaming_content) == b"Words."
    body = {"position": 1}
    moved = mentor.patch(url(session, file["id"]), body, content_type="application/json").json()
    assert [row["title"] for row in moved] == ["Read me", "example.org"]
    assert mentor.get(f"/api/sessions/{session.pk}/").json()["materials"] == 2
    assert mentor.delete(url(session, link["id"])).status_code == 204
    assert [row["id"] for row in mentor.get(url(session)).json()] == [file["id"]]


def test_one_key_adds_once(mentor, session):
    first = post(mentor, session, {"url": LINK}, **{"Idempotency-Key": "k1"})
    again = post(mentor, session, {"url": LINK}, **{"Idempotency-Key": "k1"})
    assert first.json() == again.json()
    assert Material.objects.count() == 1


def test_a_key_knows_a_file_by_what_is_in_it(mentor, session):
    def upload(words):
        body = {"file": SimpleUploadedFile("Notes.txt", words), "title": "Notes"}
        return mentor.post(url(session), body, headers={"Idempotency-Key": "k1"})

    first = upload(b"Words.")
    assert (first.status_code, first.json()["size"]) == (201, 6)
    assert upload(b"Words.").json() == first.json()
    other = upload(b"Other words.")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert Material.objects.count() == 1


def test_who_has_a_seat_reads_and_nobody_else(mentor, session):
    made = post(mentor, session, {"url": LINK}).json()
    assert Client().get(url(session)).status_code == 401
    learner = make.person()
    client = Client()
    client.force_login(learner)
    assert client.get(url(session)).json()["code"] == "no_seat"
    make.seat(session, learner)
    assert len(client.get(url(session)).json()) == 1
    assert post(client, session, {"url": LINK}).status_code == 403
    assert client.delete(url(session, made["id"])).status_code == 403


def test_another_sessions_number_opens_and_removes_nothing(mentor, session):
    theirs = make.session(price=0)
    made = materials.add_file(
        session_id=theirs.pk,
        actor=theirs.mentor.user,
        file=SimpleUploadedFile("Notes.txt", b"Words."),
    )
    for place in (session, theirs):
        assert mentor.get(url(place, made.pk)).status_code == 404
    assert mentor.delete(url(session, made.pk)).status_code == 404
    assert mentor.delete(url(theirs, made.pk)).status_code == 403
    assert Material.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid"),
        ({"url": "javascript:alert(1)"}, "not_a_link"),
        ({"url": LINK + "\u0000"}, "invalid"),
        ({"url": LINK, "title": "x" * 121}, "invalid"),
        ({"url": [LINK]}, "invalid"),
    ],
)
def test_what_is_no_material_is_refused(mentor, session, body, code):
    answer = post(mentor, session, body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_page_called_a_pdf_is_refused(mentor, session):
    page = SimpleUploadedFile("a.pdf", b"<html><script>1</script>", "application/pdf")
    answer = mentor.post(url(session), {"file": page})
    assert (answer.status_code, answer.json()["code"]) == (400, "not_a_material")
