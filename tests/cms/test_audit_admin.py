"""The audit log in the admin: who reads it, what it finds, what one takes along."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peerlearn.accounts.models import User
from peerlearn.accounts.services.audit import record
from peerlearn.common import origin
from tests import factories
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db

LOG = "/admin/reports/audit-log/"


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")
    log_in_verified(client, user)
    return user


def rows(client, query=""):
    answer = client.get(f"{LOG}?export=csv{query}")
    assert answer.headers["Content-Type"] == "text/csv"
    text = b"".join(answer.streaming_content).decode()
    # That the administrator of the test logged in is noted, too.
    return [row for row in csv.DictReader(io.StringIO(text)) if row["Act"] != "logged_in"]


def test_an_administrator_reads_who_did_what_to_whom_and_why(client, admin):
    lena = factories.person("Lena Fischer")
    record("account_banned", actor=admin, subject=lena, reason="<b>Spam</b>")
    html = client.get(LOG).content.decode()
    for words in ("account_banned", "Root", "Lena Fischer", "reason: &lt;b&gt;Spam&lt;/b&gt;"):
        assert words in html
    assert "Audit log" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("who", [factories.editor, factories.moderator])
def test_nobody_else_reads_it(client, who):
    log_in_verified(client, who())
    assert client.get(LOG).status_code == 403
    assert client.get(f"{LOG}results/").status_code == 403
    assert client.get(f"{LOG}?export=csv").status_code == 403
    assert "Audit log" not in client.get("/admin/").content.decode()


def test_an_administrator_without_a_second_factor_does_not_read_it(client):
    user = User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")
    client.force_login(user)
    assert client.get(LOG).status_code in (302, 403)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["login_refused", "account_banned"]),
        ("&action=banned", ["account_banned"]),
        ("&actor=root@", ["account_banned"]),
        ("&subject=lena@", ["account_banned"]),
        ("&ip=192.0.2.", ["login_refused"]),
        ("&at_from=2099-01-01", []),
        ("&at_to=2099-01-01", ["login_refused", "account_banned"]),
    ],
)
def test_the_log_is_filtered_on_the_page_and_in_the_file(client, admin, query, found):
    record("account_banned", actor=admin, subject=factories.person(email="lena@example.test"))
    with origin.coming_from(origin.Origin(ip="192.0.2.7", user_agent="Firefox")):
        record("login_refused", actor=None)
    assert [row["Act"] for row in rows(client, query)] == found
    html = client.get(f"{LOG}results/?{query.lstrip('&')}").content.decode()
    for act in ("login_refused", "account_banned"):
        assert (f"{act}" in html.split("<tbody>")[-1]) == (act in found)


def test_the_file_holds_no_formula(client, admin):
    with origin.coming_from(origin.Origin(ip="192.0.2.7", user_agent='=HYPERLINK("x")')):
        record("login_refused", actor=None)
    (row,) = rows(client)
    assert row["Program"] == '\'=HYPERLINK("x")'
    assert row["Address"] == "192.0.2.7"
    assert row["When (UTC)"].endswith("Z")


def test_there_is_no_way_to_write_change_or_delete(client, admin):
    event = record("account_banned", actor=admin)
    for path in ("new/", f"edit/{event.pk}/", f"delete/{event.pk}/"):
        assert client.post(LOG + path).status_code == 404
    assert client.post(LOG).status_code == 405


def test_the_page_costs_the_same_however_much_there_is(client, admin):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(LOG)
        return len(asked)

    record("login", actor=admin, subject=admin)
    cost()
    few = cost()
    for _ in range(20):
        record("login", actor=factories.person(), subject=factories.person())
    assert cost() == few
