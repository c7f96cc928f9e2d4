"""What people reported, in the admin: read and decided by who decides about people."""

import pytest

from learning.models import Report, Review
from learning.services import reports
from tests import factories
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db

QUEUE = "/admin/reported/"


@pytest.fixture
def reported():
    """A review that its mentor reported."""
    review = factories.review(comment="<b>You</b> fool.")
    return reports.report(
        actor=review.mentor.user, kind="review", ref=review.pk, reason="harassment", words="=1+1"
    )


def test_a_moderator_reads_it_as_it_was_and_hides_it(client, reported):
    log_in_verified(client, factories.moderator())
    assert reported.about.name in client.get(QUEUE).content.decode()
    one = f"{QUEUE}{reported.pk}/"
    assert "&lt;b&gt;You&lt;/b&gt; fool." in client.get(one).content.decode()
    assert client.post(one, {"outcome": "hidden", "reason": " "}).status_code == 200
    assert client.post(one, {"outcome": "open", "reason": "Hm."}).status_code == 200
    assert Review.objects.get().state == "visible"
    client.post(one, {"outcome": "hidden", "reason": "An insult."})
    assert Review.objects.get().state == "hidden"
    assert Report.objects.get().outcome == "hidden"
    assert client.get(one).status_code == 404


def test_only_words_can_be_hidden(client):
    session = factories.session()
    made = reports.report(actor=factories.person(), kind="session", ref=session.pk, reason="spam")
    log_in_verified(client, factories.moderator())
    one = f"{QUEUE}{made.pk}/"
    assert 'value="hidden"' not in client.get(one).content.decode()
    client.post(one, {"outcome": "warned", "reason": "No adverts."})
    assert session.mentor.user.notices.filter(kind="warned").exists()


def test_an_editor_is_not_let_in(client, reported):
    log_in_verified(client, factories.editor())
    assert client.get(QUEUE).status_code == 403
    assert client.get(f"{QUEUE}{reported.pk}/").status_code == 403


def test_the_queue_taken_along_holds_no_formulas(client, reported):
    log_in_verified(client, factories.moderator())
    text = b"".join(client.get(f"{QUEUE}?export=csv").streaming_content).decode()
    assert "'=1+1" in text
