"""The contact page: who gets through, who does not, and what becomes of what they wrote."""

import time
from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.forms.models import FormSubmission

from cms import tasks
from cms.contact.forms import ContactForm, stamp
from cms.contact.views import MessagesView
from cms.models import ContactPage, SiteFrame
from peerlearn.common.clock import now, travel
from tests import factories
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db
URL = "/contact/"


@pytest.fixture(autouse=True)
def no_limits_of_others():
    cache.clear()


def message(**fields):
    return {
        "name": "Lena Fischer",
        "email": "lena@example.test",
        "topic": "Money and refunds",
        "message": "Where is my refund for booking 17?",
        "leave_empty": "",
        "shown": old_stamp(),
    } | fields


def old_stamp(seconds=20):
    real = time.time()
    with mock.patch("time.time", return_value=real - seconds):
        return stamp()


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    def post(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(URL, message(**fields))

    return post


def test_a_message_is_kept_and_mailed_and_its_sender_thanked(client, send):
    frame = SiteFrame.load()
    frame.contact_email = "team@example.test"
    frame.save()
    answer = send(name="Lena\tFischer ")
    assert answer.status_code == 302
    assert answer["Location"] == "/contact/?sent=1#main"
    html = client.get("/contact/?sent=1").content.decode()
    assert ContactPage.objects.get().thanks in html
    assert '<form class="stack contact-form"' not in html
    kept = FormSubmission.objects.get()
    assert kept.form_data["message"] == "Where is my refund for booking 17?"
    assert set(kept.form_data) == {"name", "email", "topic", "message"}
    sent = mail.outbox[0]
    assert sent.to == ["team@example.test"]
    assert sent.reply_to == ["lena@example.test"]
    assert sent.subject == "PeerLearn: Money and refunds (Lena Fischer)"
    assert "Where is my refund" in sent.body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("email", "lena(at)example.test"),
        ("email", "lena@example.test\nBcc: all@example.test"),
        ("topic", "Something not offered"),
        ("message", "short"),
        ("message", "x" * 4001),
        ("message", "Look: https://a.test https://b.test and www.c.test"),
        ("leave_empty", "https://cheap.example"),
        ("shown", ""),
        ("shown", "forged"),
        ("name", "nul\0byte"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_still_there(send, field, value):
    answer = send(**{field: value})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'role="alert"' in html
    for name, typed in message().items():
        if name not in (field, "shown", "leave_empty", "topic"):
            assert typed in html, name
    assert FormSubmission.objects.count() == 0
    assert mail.outbox == []


def test_a_program_that_answers_at_once_is_refused_a_person_presses_again(send):
    fresh = stamp()
    assert send(shown=fresh).status_code == 200
    assert send(shown=old_stamp(seconds=5)).status_code == 302
    assert FormSubmission.objects.count() == 1


def test_a_page_that_was_open_for_days_gives_a_new_stamp_with_its_error(send):
    answer = send(shown=old_stamp(3 * 24 * 3600))
    renewed = answer.context["form"]["shown"].value()
    assert ContactForm(message(shown=renewed), topics=["Money and refunds"]).is_valid() is False
    assert renewed != ""
    assert FormSubmission.objects.count() == 0


def test_the_same_address_writes_a_few_times_an_hour(send):
    codes = [send().status_code for _ in range(6)]
    assert codes == [302] * 4 + [429] * 2
    assert FormSubmission.objects.count() == 4


@pytest.mark.usefixtures("kept_pages")
def test_the_page_is_never_kept_for_others(client):
    first, second = client.get(URL), client.get(URL)
    assert "no-store" in first["Cache-Control"]
    assert first.context["form"]["shown"].value() != ""
    assert first.content != second.content


def test_looking_at_it_writes_nothing(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(URL)
    assert [q["sql"] for q in captured if not q["sql"].startswith("SELECT")] == []
    assert len(captured) <= 12


def test_messages_go_after_180_days(send):
    send()
    old = FormSubmission.objects.get()
    with travel(now() + timedelta(days=179)):
        tasks.drop_old_messages()
        assert FormSubmission.objects.filter(pk=old.pk).exists()
    with travel(now() + timedelta(days=181)):
        tasks.drop_old_messages()
    assert not FormSubmission.objects.exists()


def test_an_editor_reads_and_exports_messages_as_text(client, send):
    send(message='=HYPERLINK("https://evil.test")', name="@SUM(1)")
    page = ContactPage.objects.get()
    listing = f"/admin/forms/submissions/{page.pk}/"
    assert client.get(listing).status_code == 302
    log_in_verified(client, factories.editor())
    assert "lena@example.test" in client.get(listing).content.decode()
    answer = client.get(listing, {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "'=HYPERLINK" in text
    assert "'@SUM(1)" in text
    assert page.get_submissions_list_view_class() is MessagesView


def test_an_editor_names_the_topics(client):
    page = ContactPage.objects.get()
    page.topics = "Rust\n\n  Tabla  \n"
    page.save()
    html = client.get(URL).content.decode()
    assert '<option value="Tabla">Tabla</option>' in html
    assert "Money and refunds" not in html
