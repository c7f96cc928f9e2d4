"""The head of public pages: titles, descriptions, the address that counts, what may be found."""

import pytest

from cms.models import ContentPage
from cms.seo.meta import alternates
from cms.seo.words import clip, plain
from learning.services import closing
from tests import factories
from tests.cms.heads import Head, head

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
DAY = 24 * 60


@pytest.fixture
def house():
    """A mentor who teaches two sessions of the same name, and a colleague."""
    asha = factories.mentor("Asha Raman", headline="Compilers, patiently explained.")
    twins = [factories.session(by=asha, starts_in=n * DAY, price=0) for n in (2, 9)]
    return [*twins, factories.session(title="Sorting", starts_in=3 * DAY)]


def public_paths(sessions):
    return [
        "/", "/sessions/", "/sessions/topic/programming/", "/mentors/", "/about/", "/contact/",
        "/terms/", "/privacy/", *(one.get_absolute_url() for one in sessions),
        sessions[0].mentor.get_absolute_url(), sessions[2].mentor.get_absolute_url(),
    ]  # fmt: skip


def test_every_public_page_has_a_title_of_its_own_that_fits(client, house):
    titles = [head(client, path).title for path in public_paths(house)]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if len(title) > 60] == []


def test_every_public_page_says_what_it_is_in_whole_words(client, house):
    for path in public_paths(house):
        page = head(client, path)
        assert 5 < len(page.meta["description"]) <= 155
        assert page.meta["og:description"] == page.meta["description"]


def test_every_public_page_names_its_one_address_in_full(client, house):
    for path in public_paths(house):
        page = head(client, f"{path}?utm_source=mail")
        assert page.link("canonical") == page.meta["og:url"] == SITE + path
        assert "robots" not in page.meta


def test_a_session_is_described_with_time_zone_and_price(client):
    session = factories.session(summary="Ownership " * 22)
    words = head(client, session.get_absolute_url()).meta["description"]
    assert words.startswith("Ownership Ownership")
    assert "… Live with" in words
    assert words.endswith("IST. ₹450.")


def test_a_title_too_long_is_cut_between_words_and_keeps_the_day(client):
    session = factories.session(title="Understanding borrowing " * 5, starts_in=2 * DAY)
    title = head(client, session.get_absolute_url()).title
    assert len(title) <= 60
    assert "borrowing…, " in title or "Understanding…, " in title


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("One two three", 13, "One two three"),
        ("One two three", 12, "One two…"),
        ("One two, three", 10, "One two…"),
        ("Donaudampfschifffahrt", 8, "Donauda…"),
        ("एक दो तीन चार", 9, "एक दो…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_between_words(text, most, cut):
    assert clip(text, most) == cut
    assert len(cut) <= most


def test_signs_nobody_sees_do_not_leave_the_page():
    assert plain("a\u202eb\0c\r\nd\u2028e") == "ab c d e"


@pytest.mark.parametrize(
    "query",
    ["?q=rust", "?price=free", "?topic=programming&price=free", "?sort=price", "?page=1&q=x"],
)
def test_what_a_filter_found_is_not_listed_and_names_the_whole_list(client, house, query):
    page = head(client, f"/sessions/{query}")
    assert page.meta["robots"] == "noindex, follow"
    assert page.link("canonical").split("?")[0] in (
        f"{SITE}/sessions/",
        f"{SITE}/sessions/topic/programming/",
    )
    assert not [link for link in page.links if "hreflang" in link]


def test_a_topic_asked_for_as_a_filter_leads_to_the_page_of_the_topic(client, house):
    page = head(client, "/sessions/?topic=programming")
    assert page.link("canonical") == f"{SITE}/sessions/topic/programming/"
    assert "robots" not in page.meta


def test_mentors_searched_for_are_not_listed(client, house):
    page = head(client, "/mentors/?q=asha")
    assert page.meta["robots"] == "noindex, follow"
    assert page.link("canonical") == f"{SITE}/mentors/"


def test_a_later_page_of_a_list_is_a_page_of_its_own(client):
    mentor = factories.mentor()
    for number in range(50):
        factories.session(by=mentor, starts_in=60 + number * 61, title=f"Nr {number}")
    second = head(client, "/sessions/?page=2")
    assert second.link("canonical") == f"{SITE}/sessions/?page=2"
    assert (second.link("prev"), second.link("next")) == (
        f"{SITE}/sessions/",
        f"{SITE}/sessions/?page=3",
    )
    assert "page 2" in second.title
    assert "robots" not in second.meta
    beyond = head(client, "/sessions/?page=1000000")
    assert (beyond.link("canonical"), beyond.link("next")) == (f"{SITE}/sessions/?page=3", "")


@pytest.mark.parametrize(("days", "robots"), [(-29, None), (-32, "noindex, follow")])
def test_a_session_long_over_leaves_the_index(client, days, robots):
    session = factories.move_start(factories.session(), days * DAY)
    assert head(client, session.get_absolute_url()).meta.get("robots") == robots


def test_a_cancelled_session_stays_for_a_while(client):
    session = factories.session()
    closing.cancel(session_id=session.pk, actor=session.mentor.user, reason="Flu")
    assert "robots" not in head(client, session.get_absolute_url()).meta


@pytest.mark.parametrize("path", ["/reset-password/", "/logout/", "/profile/"])
def test_pages_that_are_no_answer_to_a_search_are_not_listed(client, path):
    client.force_login(factories.person())
    answer = client.get(path, follow=True)
    assert Head(answer.content.decode()).meta["robots"] == "noindex"


def test_a_page_that_is_not_there_is_not_listed(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert Head(answer.content.decode()).meta["robots"] == "noindex"


@pytest.mark.parametrize("path", ["/login/", "/register/"])
def test_the_doors_have_one_address_wherever_they_lead_to(client, path):
    page = head(client, f"{path}?next=/book/5/")
    assert page.link("canonical") == f"{SITE}{path}"
    assert "robots" not in page.meta


def test_a_second_language_needs_no_template(settings, client):
    assert [link["hreflang"] for link in head(client, "/").links if "hreflang" in link] == [
        "x-default",
        "en",
    ]
    settings.LANGUAGES = [("en", "English"), ("hi", "Hindi")]
    assert alternates("/sessions/") == [
        ("x-default", f"{SITE}/sessions/"),
        ("en", f"{SITE}/sessions/"),
        ("hi", f"{SITE}/hi/sessions/"),
    ]


def test_words_of_editors_and_mentors_are_inert_in_the_head(client):
    bad = '"><script>alert(1)</script><!--'
    session = factories.session(by=factories.mentor(bad, headline=bad), title=bad, summary=bad)
    ContentPage.objects.filter(slug="about").update(seo_title=bad, search_description=bad)
    for path in (session.get_absolute_url(), session.mentor.get_absolute_url(), "/about/"):
        html = client.get(path).content.decode()
        assert "<script>alert" not in html
        assert Head(html).meta["og:title"].startswith('"><script>')
