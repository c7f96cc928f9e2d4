"""Pages of topics: what editors write, former addresses; what people did not find."""

import pytest

from cms.models import TopicText
from learning.models import MissedSearch, Skill
from tests import factories
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def music():
    topic = factories.domain("Music", "music")
    Skill.objects.create(name="Jazz piano", slug="jazz-piano", domain=topic)
    return topic


def html(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_editors_published_stands_above_the_list(client, music):
    TopicText.objects.create(
        domain=music, intro="<p>Play <b>well</b>.</p>", search_description="For search engines"
    )
    page = html(client, "/sessions/topic/music/")
    assert "Play <b>well</b>." in page
    assert 'content="For search engines' in page
    assert '<a class="chip" href="/sessions/?q=Jazz+piano">Jazz piano</a>' in page
    assert "Play <b>well</b>." not in html(client, "/sessions/?topic=music")


def test_a_draft_is_not_shown(client, music):
    TopicText.objects.create(domain=music, intro="<p>Not yet</p>", live=False)
    assert "Not yet" not in html(client, "/sessions/topic/music/")


def test_a_former_address_leads_to_the_new_one(client, music):
    music.slug = "music-and-sound"
    music.save()
    answer = client.get("/sessions/topic/music/")
    assert (answer.status_code, answer.url) == (301, "/sessions/topic/music-and-sound/")
    assert client.get("/sessions/topic/music-and-sound/").status_code == 200
    other = factories.domain("New music", "music")
    assert client.get(other.get_absolute_url()).status_code == 200


REPORT = "/admin/reports/missed-searches/"


def test_editors_read_what_people_did_not_find_and_take_it_along(client):
    MissedSearch.objects.create(text="beekeeping", count=7)
    MissedSearch.objects.create(text="=cmd()", count=1)
    log_in_verified(client, factories.editor())
    page = html(client, REPORT)
    assert page.index("beekeeping") < page.index("=cmd()")
    assert "/sessions/?q=beekeeping&amp;exact=1" in page
    assert "What people did not find" in html(client, "/admin/")
    answer = client.get(f"{REPORT}?export=csv")
    assert "'=cmd()" in b"".join(answer.streaming_content).decode()


def test_people_who_do_not_write_pages_do_not_read_it(client):
    client.force_login(factories.person())
    assert client.get(REPORT).status_code in (302, 403)


@pytest.mark.parametrize("who", [factories.editor, factories.moderator])
def test_editors_write_pages_of_topics_and_see_them_before_they_are_published(client, music, who):
    log_in_verified(client, who())
    assert "Topic pages" in html(client, "/admin/snippets/")
    assert "Two or three sentences" in html(client, "/admin/snippets/cms/topictext/add/")
    text = TopicText(domain=music, intro="<p>Soon</p>", live=False)
    answer = text.make_preview_request(None, text.default_preview_mode)
    assert "Soon" in answer.content.decode()
