"""Bodies that nobody in good faith sends: each is refused in one shape, and nothing breaks."""

import json

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from peerlearn.accounts.models import User
from peerlearn.operations.api_schema import Reader
from tests import factories as make
from tests.api.callers import CALLERS, browser, unlimited  # noqa: F401  (a fixture)
from tests.support.thrift import THRIFT

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db,
    pytest.mark.usefixtures("unlimited", "simulator"),
]

VALUES = [
    None, True, 0, -1, 2**31, 2**63, 10**30, -(10**30), 1e308, "", " ", "\x00", "a\x00b", "\ud800",
    "x" * 5000, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "NaN", "' or 1=1 --", "<b>",
    [], [[]], {}, {"a": "b"}, "\u202e", "𒀀" * 50, "1" * 5000,
]  # fmt: skip
RAW = [
    (b"", "application/json"),
    (b"{", "application/json"),
    (b"null", "application/json"),
    (b"[]", "application/json"),
    (b'"text"', "application/json"),
    (b"1e999", "application/json"),
    (b'{"a": NaN}', "application/json"),
    (b"\xff\xfe\x00", "application/json"),
    (b"[" * 100_000, "application/json"),
    (b'{"a":' * 50_000, "application/json"),
    (b'{"email": "\xed\xa0\x80"}', "application/json"),
    (b"9" * 5000, "application/json"),
    (b"a=b", "text/plain"),
    (b"a=b", "application/x-www-form-urlencoded"),
    (b"%ff=%00", "application/x-www-form-urlencoded"),
    (b"a=b&" * 2000, "application/x-www-form-urlencoded"),
    (b"x", "multipart/form-data"),
    (b"x", "multipart/form-data; boundary=y"),
    (b"--y\r\nContent-Disposition: form-data; name=\0\r\n", "multipart/form-data; boundary=y"),
    (b"{}", "application/json; charset=no-such-charset"),
    (b"{}", "\xff"),
    (b"{}", ""),
]


@pytest.fixture(scope="module")
def document():
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def body_of(operation):
    content = operation.get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("schema")


def is_refusal(answer):
    if answer.headers["Content-Type"] != "application/json":
        return False
    body = answer.json()
    return bool(body["code"] and body["message"])


@pytest.fixture(params=CALLERS)
def send(request):
    """Send what it is given; what is not answered as it should be fails the test at its end."""
    session = make.session(by=make.mentor(), price=0, starts_in=9)
    client, me = browser(request.param, session.mentor)
    wrong = {}

    def sender(path, method, data=b"", content_type="application/json"):
        path = path.replace("{id}", str(me if "/users/" in path else session.pk))
        answer = client.generic(method.upper(), path, data, content_type=content_type)
        if answer.status_code >= 500 or (answer.status_code >= 400 and not is_refusal(answer)):
            asked = (method, path, content_type, data[:200])
            wrong[asked] = (answer.status_code, answer.content[:80])

    yield sender
    assert wrong == {}, "\n".join(map(str, wrong.items()))


def test_each_value_of_each_body_may_be_anything(send, document):
    reader = Reader(document["components"]["schemas"])
    for path, method, operation in operations(document):
        schema = body_of(operation)
        if schema is None:
            continue
        good = reader.sample(schema)
        for key in good:
            for value in VALUES[::THRIFT]:
                send(path, method, json.dumps(good | {key: value}).encode())
                if isinstance(good[key], list):
                    send(path, method, json.dumps(good | {key: [value]}).encode())


def test_a_body_may_be_no_json_at_all(send, document):
    for path, method, _ in operations(document):
        if method != "get":
            for data, content_type in RAW:
                send(path, method, data, content_type)


def test_addresses_and_queries_may_hold_anything(send, document):
    queries = ["?page=0", "?page=-1", "?page=x", "?page=" + "9" * 5000, "?size=%00", "?size=-5"]
    for path, _, _ in operations(document):
        for query in [*queries, "?%ff=%ff", "?page[]=1", "?format=xml", "?page=%F0%28"]:
            send(path + query, "get")
        send(path, "patch", b"{}")
        send(path, "trace")
    for number in ("0", "999999999999999999", "٣"):
        send(f"/api/sessions/{number}/book/", "post", b"{}")
        send(f"/api/sessions/{number}/", "get")


@pytest.mark.parametrize("path", ["/api/", "/api/no/such/thing", "/api/sessions/x/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_not_there_is_refused_in_the_one_shape(client, path, method):
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(("size", "status"), [(0, 401), (1, 413)])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"refresh": "x"}'),
        ("application/x-www-form-urlencoded", b"refresh=x&more="),
    ],
)
def test_a_body_larger_than_anything_is_refused(client, settings, kind, body, size, status):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body += b" " * (1000 + size - len(body))
    answer = client.post("/api/auth/refresh/", body, content_type=kind)
    assert answer.status_code == status


@pytest.mark.parametrize(("path", "kind"), [("/api/auth/me/", "json"), ("/profile/", "html")])
def test_a_mistake_of_ours_is_told_in_the_kind_that_was_asked_for(monkeypatch, path, kind):
    client = Client(raise_request_exception=False)
    client.force_login(make.person())
    for name in ("avatar_url", "face_url"):
        monkeypatch.setattr(User, name, property(lambda user: 1 / 0))
    answer = client.get(path)
    assert answer.status_code == 500
    assert kind in answer.headers["Content-Type"]
    assert b"division" not in answer.content
