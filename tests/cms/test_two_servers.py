"""Two server processes on one PostgreSQL and one Redis: none shows what the other made old."""

import json
import urllib.request

import pytest
from django.conf import settings
from django.db import connection

from tests import factories as make
from tests.support import templates
from tests.support.product import Product, free_port

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.long,
    pytest.mark.timeout(400),
]

PEOPLE = ("first@example.test", "second@example.test")
MAKE = f"""
from tests import factories as make
session = make.session(price=0, capacity=3, starts_in=600)
for email in {PEOPLE!r}: make.person(email=email)
print(session.pk, session.get_absolute_url())
"""


@pytest.fixture
def servers(tmp_path):
    """Return a product and the addresses of its two servers."""
    name = f"{connection.settings_dict['NAME']}_servers"
    url = templates.server_url(connection.settings_dict, name)
    product = Product(tmp_path, database_url=url, redis_url=settings.REDIS_URL)
    ports = (product.port, free_port())
    urls = [f"http://localhost:{port}" for port in ports]
    try:
        product.lay_rows()
        for port in ports:
            product.spawn("manage.py", "runserver", "--no-simulator", str(port))
        for url in urls:
            product.wait_for(url)
        yield product, urls
    finally:
        product.stop()
        templates.postgres_drop(connection.settings_dict, name)


def ask(url, body=None, token=""):
    """Get `url`, or post `body` to it as JSON; return the answer's text."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(
        urllib.request.Request(url, data=data, headers=headers), timeout=30
    ) as answer:
        return answer.read().decode()


def book(url, pk, email):
    """Book a seat through one server as somebody with a password."""
    login = json.loads(ask(f"{url}/api/auth/login/", {"email": email, "password": make.PASSWORD}))
    ask(f"{url}/api/sessions/{pk}/book/", {}, login["access"])


def test_a_seat_booked_through_one_server_is_gone_on_the_pages_of_the_other(servers):
    product, (one, other) = servers
    pk, path = product.run(MAKE).split()
    pages = (path, "/sessions/", "/")
    words = ["3 seats left", "2 seats left", "1 seat left"]
    for turn, said in enumerate(words):
        # The second look is at the page the first one has had kept.
        for _ in range(2):
            assert all(said in ask(url + page) for url in (one, other) for page in pages), said
        if turn < len(PEOPLE):
            book((one, other)[turn], pk, PEOPLE[turn])
