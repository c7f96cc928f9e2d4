"""Error pages look like the product, tell a way on, and cost little."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_wrong_address_offers_search_and_topics(client):
    topic = factories.domain()
    page = client.get("/no-such-page/")
    assert page.status_code == 404
    text = page.content.decode()
    assert 'action="/sessions/"' in text
    assert f'href="{topic.get_absolute_url()}"' in text


def test_wrong_addresses_in_a_row_ask_for_the_topics_once(client):
    factories.domain()
    cache.clear()
    client.get("/no-such-page/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/no-such-page-either/")
    assert not [query for query in captured if "learning_domain" in query["sql"]]


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_last_resorts_need_no_context_and_no_database(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string(name)
    assert 'href="/static/site.css"' in page
    assert 'href="/"' in page
    assert "<h1>" in page


def test_the_address_of_a_form_opened_by_itself_is_a_page_with_a_way_on(client):
    client.force_login(factories.person())
    page = client.get("/ready/1/")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "Please press the button again." in page.content.decode()
    assert 'href="/sessions/"' in page.content.decode()
