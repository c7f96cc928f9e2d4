"""Taking one's data along: asked for, made by the task, fetched by its owner alone, forgotten."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core import mail

from cms.services import ensure_mentor_page
from peerlearn.accounts import step_up, tasks
from peerlearn.accounts.enums import ExportState
from peerlearn.accounts.models import AuditEvent, DataExport
from peerlearn.common.clock import now, travel
from tests import factories as make
from tests.accounts.test_picture import drawn, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    return tmp_path


@pytest.fixture
def user(client):
    person = make.person("Asha Raman", email="asha@example.test")
    log_in(client, person)
    return person


def log_in(client, person):
    client.logout()
    client.post("/login/", {"login": person.email, "password": make.PASSWORD})


@pytest.fixture
def ready(client, user, django_capture_on_commit_callbacks):
    client.post("/profile/privacy/export/")
    export = DataExport.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.make_export(export.pk)
    return export


def fetched(client, export):
    answer = client.get(f"/profile/privacy/export/{export.pk}/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    body = b"".join(answer.streaming_content)
    return zipfile.ZipFile(io.BytesIO(body))


def test_the_copy_holds_every_part_and_no_secret(client, user, django_capture_on_commit_callbacks):
    client.post("/profile/picture/", {"picture": sent(drawn())})
    session = make.session(price=0, title="Rust tonight")
    make.seat(session, user)
    client.post("/profile/privacy/export/")
    export = DataExport.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.make_export(export.pk)
    assert [message.to for message in mail.outbox][-1] == ["asha@example.test"]
    assert "/profile/privacy/" in mail.outbox[-1].body
    assert "ready to download" in client.get("/learner/notifications/").content.decode()
    folder = fetched(client, export)
    names = set(folder.namelist())
    assert {"account.json", "learning.json", "payments.json", "notifications.json"} <= names
    assert {"rooms.json", "account/picture.webp", "README.txt"} <= names
    account = json.loads(folder.read("account.json"))
    assert account["email"] == "asha@example.test"
    assert any(event["action"] == "export_asked" for event in account["log"])
    learning = json.loads(folder.read("learning.json"))
    assert learning["as_learner"]["bookings"][0]["title"] == "Rust tonight"
    everything = b"".join(folder.read(name) for name in names)
    for secret in (user.password, client.cookies["sessionid"].value):
        assert secret.encode() not in everything
    assert AuditEvent.objects.filter(action="export_downloaded", actor=user).count() == 1


def test_a_mentors_copy_holds_what_they_teach(client, folders):
    mentor = make.mentor("Ravi", headline="Calm calculus")
    make.session(by=mentor, title="Limits")
    ensure_mentor_page(mentor_id=mentor.pk, biography="Born in Pune.")
    log_in(client, mentor.user)
    client.post("/profile/privacy/export/")
    tasks.make_export(DataExport.objects.get().pk)
    folder = fetched(client, DataExport.objects.get())
    told = json.loads(folder.read("page.json"))["mentor_page"]["biography"]
    assert told == [{"kind": "paragraph", "content": "<p>Born in Pune.</p>"}]
    taught = json.loads(folder.read("learning.json"))
    assert taught["as_mentor"]["headline"] == "Calm calculus"
    assert taught["as_mentor"]["sessions"][0]["title"] == "Limits"


def test_the_file_lies_outside_the_media_folder_and_others_cannot_read_it(ready, folders):
    assert not list((folders / "media").rglob("*.zip"))
    (file,) = (folders / "private").rglob("*.zip")
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError):
        DataExport.objects.get().file.url  # noqa: B018  (asking is the test)


def test_only_the_owner_fetches_it_and_only_after_confirming(client, user, ready):
    url = f"/profile/privacy/export/{ready.pk}/"
    with travel(now() + timedelta(seconds=step_up.SECONDS + 5)):
        assert client.get(url).url.startswith("/accounts/reauthenticate/?next=")
    log_in(client, user)
    assert fetched(client, ready)
    client.logout()
    assert client.get(url).status_code == 302
    log_in(client, make.person())
    assert client.get(url).status_code == 404


def test_one_at_a_time_and_one_a_day(client, user):
    client.post("/profile/privacy/export/")
    again = client.post("/profile/privacy/export/", follow=True)
    assert "put together already" in again.content.decode()
    tasks.make_export(DataExport.objects.get().pk)
    soon = client.post("/profile/privacy/export/", follow=True)
    assert "one export a day" in soon.content.decode()
    assert DataExport.objects.count() == 1
    with travel(now() + timedelta(days=1, minutes=1)):
        log_in(client, user)
        client.post("/profile/privacy/export/")
    assert DataExport.objects.count() == 2


def test_made_twice_is_one_file_and_one_notice(ready, folders, user):
    tasks.make_export(ready.pk)
    assert len(list((folders / "private").rglob("*.zip"))) == 1
    assert user.notices.filter(kind="export_ready").count() == 1


def test_after_seven_days_it_is_gone(
    client, user, ready, folders, django_capture_on_commit_callbacks
):
    with travel(now() + timedelta(days=7, minutes=1)):
        log_in(client, user)
        assert client.get(f"/profile/privacy/export/{ready.pk}/").status_code == 404
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep_exports()
    assert DataExport.objects.get().state == ExportState.EXPIRED
    assert not list((folders / "private").rglob("*.zip"))


def test_what_the_queue_lost_is_started_again_and_at_last_given_up(client, user, monkeypatch):
    client.post("/profile/privacy/export/")
    started = []
    monkeypatch.setattr(
        "celery.Celery.send_task", lambda self, name, args, **kwargs: started.append((name, args))
    )
    tasks.sweep_exports()
    assert started == []
    with travel(now() + timedelta(minutes=3)):
        tasks.sweep_exports()
    assert started == [("peerlearn.accounts.tasks.make_export", [DataExport.objects.get().pk])]
    with travel(now() + timedelta(hours=7)):
        tasks.sweep_exports()
    assert DataExport.objects.get().state == ExportState.FAILED
    log_in(client, user)
    client.post("/profile/privacy/export/")
    assert DataExport.objects.filter(state=ExportState.WAITING).count() == 1
