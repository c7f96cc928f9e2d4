"""What the API's schema allows and what it forbids, made up by schemathesis: never a 5xx."""

import pytest
import schemathesis
from allauth.account.models import EmailAddress
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks

from peerlearn.accounts.models import User
from peerlearn.accounts.services import tokens
from tests import factories as make
from tests.api.callers import CALLERS, unlimited  # noqa: F401  (a fixture)
from tests.support.thrift import share
from tests.support.undoing import undone

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db,
    pytest.mark.usefixtures("unlimited", "simulator"),
]

checks.load_all_checks()


@schemathesis.serializer("video/webm", "video/mp4")
def film(context, value):
    """Send made-up bytes of a film as they are."""
    return value if isinstance(value, bytes) else str(value).encode()


HELD = [
    checks.CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
]
IDS = ("session", "booking", "order", "id")
quick = settings(
    max_examples=share(6),
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def operations():
    document = SchemaGenerator().get_schema(request=None, public=True)
    found = [one.ok() for one in schemathesis.openapi.from_dict(document).get_all_operations()]
    assert len(found) >= 20
    return found


@pytest.fixture
def app():
    """The product as a server calls it, on the connection whose work the test takes back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def caller_of(kind, booking):
    """Return the headers and the id of somebody who calls; of nobody there is neither."""
    if kind == "anonymous":
        return {}, booking.learner_id
    user = booking.session.mentor.user if kind == "mentor" else booking.learner
    if kind == "admin":
        user = User.objects.create_superuser("boss@example.test", make.PASSWORD, name="Boss")
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    pair = tokens.open_family(user=user, otp=kind == "admin")
    return {"Authorization": f"Bearer {pair.access}"}, user.pk


def aim(case, ids):
    """Make a case be about things that are there."""
    if "id" in case.path_parameters:
        kind = "user" if "/users/" in case.path else "session"
        case.path_parameters["id"] = ids[kind]
    if isinstance(case.body, dict):
        case.body |= {name: ids[name] for name in IDS if name in case.body and name in ids}


@pytest.mark.parametrize("kind", CALLERS)
def test_no_made_up_request_breaks_a_route_or_is_answered_otherwise_than_the_schema_says(
    kind, operations, app, subtests
):
    booking = make.seat(make.session(price=0, starts_in=9))
    headers, me = caller_of(kind, booking)
    ids = {"user": me, "session": booking.session_id, "booking": booking.pk, "order": 1}

    @quick
    @given(data=st.data())
    def ask(data, operation):
        mode = data.draw(st.sampled_from(list(GenerationMode)))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if data.draw(st.booleans()):
            aim(case, ids)
        if "{id}" in case.path:
            case.path_parameters.setdefault("id", "x")
        with undone():
            answer = case.call(app=app, headers=headers)
            case.validate_response(answer, checks=HELD)

    for operation in operations:
        with subtests.test(operation.label):
            ask(operation=operation)
