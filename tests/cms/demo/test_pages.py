"""What the demo's editors have written."""

import pytest

from cms.demo.pages import VOICES, write_pages
from cms.models import HomePage, TopicText
from learning.models import Domain

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for slug in ("programming", "music", "maths"):
        Domain.objects.create(name=slug.title(), slug=slug)
    write_pages()


def test_voices_and_topics_are_seen(client, written):
    html = client.get("/").content.decode()
    assert VOICES in html
    assert html.index(VOICES) < html.index("Before you ask")
    topic = client.get("/sessions/topic/music/").content.decode()
    assert "One song, one rhythm" in topic
    assert "Can we play at the same time?" in topic
    assert "<picture" in topic


def test_what_editors_take_away_stays_away(client, written):
    home = HomePage.objects.get()
    home.body = "[]"
    home.save_revision().publish()
    TopicText.objects.filter(domain__slug="maths").delete()
    write_pages()
    assert VOICES not in client.get("/").content.decode()
    assert TopicText.objects.count() == 2
