"""The pattern page shows every component there is, and cannot be seen where the product is real."""

import re
from pathlib import Path

import pytest

from peerlearn.operations.patterns.stamp import stamped
from peerlearn.operations.patterns.table import GROUPS

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
SHOWN = {pattern.name for group in GROUPS for pattern in group.patterns}


def test_every_component_has_a_sample_and_every_sample_a_component():
    files = {file.stem for file in (ROOT / "templates" / "components").glob("*.html")}
    assert files - SHOWN == set(), "add a row in peerlearn/operations/patterns/"
    assert SHOWN - files == set()


def test_the_page_shows_each_state_light_and_dark_with_no_id_twice(client):
    page = client.get("/patterns/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    for group in GROUPS:
        for pattern in group.patterns:
            assert f'id="pattern-{pattern.name}"' in page
    states = sum(len(pattern.states) for group in GROUPS for pattern in group.patterns)
    assert page.count('class="pattern-state"') == 2 * states


def test_nothing_on_it_acts_as_if_it_were_real(client):
    page = client.get("/patterns/").content.decode()
    assert "data-seats-session" not in page
    assert "data-form-errors" not in page


@pytest.mark.parametrize("wide", ["dark", "light", "", "<script>", "x" * 5000])
def test_any_question_gets_the_page(client, wide):
    assert client.get("/patterns/", {"wide": wide}).status_code == 200


def test_it_is_not_there_where_dev_tools_are_off(client, settings):
    settings.DEV_TOOLS = False
    assert client.get("/patterns/").status_code == 404


def test_a_stamp_keeps_labels_with_their_fields_and_names_landmarks_apart():
    html = (
        '<nav aria-label="Tabs"></nav><label for="a">A</label>'
        '<input id="a" aria-describedby="b c"><a href="#a">A</a>'
    )
    assert stamped(html, "-1") == (
        '<nav aria-label="Tabs 1"></nav><label for="a-1">A</label>'
        '<input id="a-1" aria-describedby="b-1 c-1"><a href="#a-1">A</a>'
    )
