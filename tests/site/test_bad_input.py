"""Addresses nobody of good will types: each gets a page or a clear refusal, never a crash."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories

ODD = (
    "%00",
    "a%00b",
    "%ff%fe",
    "%F0%9F%A6%84" * 20,
    "%D9%A3",
    "%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D",
    "'%20OR%201=1--",
    "-1",
    "1000000",
    "1e400",
    "NaN",
    "9" * 30,
    "9" * 5000,
    "x" * 10_000,
    "%C2%B2",
    "NEAR(a%20b)",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "%0D%0ASet-Cookie:%20a=b",
)
LISTS = {
    "/": ("page", "q"),
    "/sessions/": (
        "q", "topic", "date", "from", "to", "time", "price", "min", "max", "language", "level",
        "size", "left", "rating", "exact", "sort", "view", "page", "title",
    ),
    "/sessions/topic/TOPIC/": ("q", "page", "date", "topic"),
    "/mentors/": ("q", "topic", "skill", "language", "hour", "rating", "week", "sort", "page"),
    "MENTOR": ("page",),
    "/api/search/suggestions/": ("q",),
    "/contact/": ("sent", "page"),
    "/sessions/feed.xml": ("page",),
}  # fmt: skip
PATHS = (
    "/sessions/{}/",
    "/sessions/1/{}/",
    "/sessions/topic/{}/",
    "/sessions/topic/{}/feed.xml",
    "/mentors/{}/",
    "/mentors/{}/calendar.ics",
    "/calendar/session-{}.ics",
    "/share/session/{}-abc.png",
    "/share/session/1-{}.png",
    "/share/mentor/{}-abc.png",
    "/share/site-{}.png",
    "/sitemap-sessions-{}.xml",
    "/sitemap-{}-1.xml",
    "/{}/",
)
MOST_STATEMENTS = 25


@pytest.fixture
def site(db):
    """A session and a mentor to look for."""
    session = factories.session(title="Stop the kiln")
    return {"TOPIC": session.domain.slug, "MENTOR": session.mentor.get_absolute_url()}


def fault(url):
    """Return what is wrong with the answer, or nothing."""
    cache.clear()
    client = Client(raise_request_exception=False)
    with CaptureQueriesContext(connection) as said:
        answer = client.get(url)
    if answer.status_code >= 500 or len(said) > MOST_STATEMENTS:
        return f"{answer.status_code}, {len(said)} statements: {url[:100]}"
    if b"<script>alert(1)" in answer.content or "a" in answer.cookies:
        return f"not escaped: {url[:100]}"
    return ""


def faults(urls):
    return [found for url in urls if (found := fault(url))]


@pytest.mark.parametrize("page", LISTS)
def test_parameters_of_any_kind_give_a_page(site, page):
    path = page.replace("TOPIC", site["TOPIC"]).replace("MENTOR", site["MENTOR"])
    names = LISTS[page]
    all_odd = [f"{path}?{'&'.join(f'{name}={odd}' for name in names)}" for odd in ODD]
    by_turns = [
        f"{path}?{'&'.join(f'{name}={ODD[(turn + n) % len(ODD)]}' for n, name in enumerate(names))}"
        for turn in range(len(ODD))
    ]
    repeated = [f"{path}?{name}[]=1&{name}=a&{name}=&{name}=%00" for name in names]
    assert faults([*all_odd, *by_turns, *repeated]) == []


@pytest.mark.parametrize("pattern", PATHS)
def test_addresses_of_any_kind_give_a_page_or_none(site, pattern):
    assert faults(pattern.format(odd) for odd in ODD) == []
