"""Sign-in with Google, against a server that answers as Google's token address does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from django.conf import settings as live_settings

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from tests import factories as make
from tests.support.otp import code_of, device_of

pytestmark = pytest.mark.django_db

CLIENT_ID = "peerlearn.apps.example"


class Google(ThreadingHTTPServer):
    """Answers every token request with an ID token of `who`."""

    who: dict[str, object]


class Tokens(BaseHTTPRequestHandler):
    """The token address."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        moment = int(now().timestamp())
        claims = {
            "iss": "https://accounts.google.com",
            "aud": CLIENT_ID,
            "iat": moment,
            "exp": moment + 600,
            **self.server.who,
        }
        id_token = jwt.encode(claims, "k" * 32, algorithm="HS256")
        body = json.dumps({"access_token": "a", "expires_in": 600, "id_token": id_token}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Be quiet."""


@pytest.fixture
def google(settings, monkeypatch):
    server = Google(("127.0.0.1", 0), Tokens)
    server.who = {
        "sub": "1",
        "email": "Asha@example.test",
        "email_verified": True,
        "name": "Asha Rao",
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET = CLIENT_ID, "s"
    providers = live_settings.SOCIALACCOUNT_PROVIDERS
    app = {"client_id": CLIENT_ID, "secret": "s"}
    settings.SOCIALACCOUNT_PROVIDERS = {"google": providers["google"] | {"APPS": [app]}}
    address = f"http://127.0.0.1:{server.server_port}/token"
    monkeypatch.setattr(GoogleOAuth2Adapter, "access_token_url", address)
    yield server
    server.shutdown()
    server.server_close()


def come_back(client, **start):
    """Go to Google and come back with a code."""
    away = client.post("/accounts/google/login/", start)
    query = parse_qs(urlsplit(away.url).query)
    assert away.url.startswith("https://accounts.google.com/")
    return client.get("/accounts/google/login/callback/", {"code": "c", "state": query["state"][0]})


def test_without_keys_there_is_neither_button_nor_way(client):
    assert "Google" not in client.get("/login/").content.decode()
    assert client.post("/accounts/google/login/").status_code == 404
    assert client.get("/accounts/google/login/callback/").status_code == 404


def test_a_newcomer_becomes_a_learner_with_a_confirmed_address(client, google):
    assert "Go on with Google" in client.get("/login/").content.decode()
    assert come_back(client).url == "/go/"
    user = User.objects.get()
    assert (user.email, user.name, user.roles) == ("asha@example.test", "Asha Rao", {"learner"})
    assert EmailAddress.objects.get().verified
    assert client.get("/learner/dashboard/").status_code == 200


def test_the_account_of_the_address_opens_and_leads_where_one_was_headed(client, google):
    user = make.person(email="asha@example.test")
    assert come_back(client, next="/learner/sessions/").url == "/learner/sessions/"
    assert int(client.session["_auth_user_id"]) == user.pk


def test_a_password_set_before_the_address_was_confirmed_is_wiped(client, google):
    user = make.person(email="asha@example.test")
    EmailAddress.objects.filter(user=user).update(verified=False)
    come_back(client)
    user.refresh_from_db()
    assert not user.check_password(make.PASSWORD)


def test_the_second_factor_is_asked_for_here_too(client, google):
    user = make.person(email="asha@example.test")
    device = device_of(user)
    assert come_back(client).url == "/login/code/"
    assert "_auth_user_id" not in client.session
    client.post("/login/code/", {"code": code_of(device)})
    assert int(client.session["_auth_user_id"]) == user.pk


def test_an_address_google_has_not_confirmed_opens_nothing(client, google):
    make.person(email="asha@example.test")
    google.who["email_verified"] = False
    come_back(client)
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1


def test_somebody_banned_stays_out(client, google):
    user = make.person(email="asha@example.test")
    User.objects.filter(pk=user.pk).update(is_active=False, standing="banned")
    come_back(client)
    assert "_auth_user_id" not in client.session


def test_an_answer_nobody_asked_for_is_refused(client, google):
    answer = client.get("/accounts/google/login/callback/", {"code": "c", "state": "forged"})
    assert "did not let you in" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example"])
def test_it_leads_to_pages_of_this_site_only(client, google, target):
    assert come_back(client, next=target).url == "/go/"
