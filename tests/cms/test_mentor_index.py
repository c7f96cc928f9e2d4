"""The list of mentors: filters that count and combine, slips forgiven, any address answered."""

import pytest
from django.core.cache import cache

from learning.models import Mentor, Skill
from tests import factories as make

pytestmark = pytest.mark.django_db

URL = "/mentors/"


@pytest.fixture
def people():
    code, music = make.domain(), make.domain("Music", "music")
    rust = Skill.objects.create(name="Rust", slug="rust", domain=code)
    tabla = Skill.objects.create(name="Tabla", slug="tabla", domain=music)
    made = {
        "asha": make.mentor(
            "Asha Raman", domains=[code], skills=[rust], languages=["English", "Tamil"],
            hourly_price=120_000, headline="I read your code aloud",
        ),
        "vikram": make.mentor(
            "Vikram Deshpande", domains=[music], skills=[tabla], languages=["Hindi"],
        ),
        "chloe": make.mentor(
            "Chloe Martin", domains=[code, music], skills=[rust], languages=["English"],
            hourly_price=45_000,
        ),
    }  # fmt: skip
    rated = Mentor.objects.filter(pk=made["asha"].pk)
    rated.update(rating_count=10, rating_sum=45)
    make.session(by=made["vikram"], starts_in=60)
    cache.clear()
    return made


def names(client, **query):
    cache.clear()
    answer = client.get(URL, query)
    assert answer.status_code == 200
    return [card.name.split()[0] for card in answer.context["cards"]]


def option(client, name, value, **query):
    cache.clear()
    found = client.get(URL, query).context["found"]
    return next(one for one in found.options[name] if one.value == value)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"Asha", "Vikram", "Chloe"}),
        ({"topic": "music"}, {"Vikram", "Chloe"}),
        ({"topic": "programming", "skill": "rust"}, {"Asha", "Chloe"}),
        ({"topic": "music", "skill": "rust"}, {"Vikram", "Chloe"}),
        ({"language": "Tamil"}, {"Asha"}),
        ({"hour": "free"}, {"Vikram"}),
        ({"hour": "under-500"}, {"Vikram", "Chloe"}),
        ({"rating": "4.5"}, {"Asha"}),
        ({"week": "yes"}, {"Vikram"}),
        ({"topic": "music", "hour": "free", "week": "yes", "q": "tabla"}, {"Vikram"}),
        ({"topic": "music", "language": "Tamil"}, set()),
    ],
)
def test_filters_combine(client, people, query, expected):
    assert set(names(client, **query)) == expected


def test_each_choice_says_how_many_it_would_show_with_the_others_as_they_are(client, people):
    assert option(client, "topic", "music").count == 2
    assert option(client, "topic", "music", language="Tamil").count == 0
    assert option(client, "topic", "music", language="Tamil").dead
    assert option(client, "language", "English", topic="music").count == 1
    assert option(client, "hour", "free", hour="over-1000").count == 1


def test_orders(client, people):
    assert names(client)[0] == "Asha"
    assert names(client, sort="price") == ["Vikram", "Chloe", "Asha"]
    assert names(client, sort="newest") == ["Chloe", "Vikram", "Asha"]
    assert names(client, sort="rating")[0] == "Asha"


def test_a_slip_of_the_pen_finds_what_was_meant(client, people):
    assert set(names(client, q="ruts")) == {"Asha", "Chloe"}
    assert "Showing results for" in client.get(URL, {"q": "ruts"}).content.decode()
    assert names(client, q="zzzzqqqq") == []


def test_chips_take_one_filter_away_each(client, people):
    html = client.get(URL, {"topic": "programming", "skill": "rust", "hour": "free"}).content
    chips = client.get(URL, {"topic": "programming", "skill": "rust", "hour": "free"}).context[
        "chips"
    ]
    assert dict(chips)["Programming"] == "/mentors/?hour=free"
    assert b"No mentor matches all of that." in html


@pytest.mark.parametrize(
    "query",
    [
        "page=1e6", "page=-1", "topic=%00", "topic=' OR 1=1 --", "hour=-5", "rating=nan",
        "language=<script>alert(1)</script>", "q=" + "x" * 10_000, "q=%00", "q=🦀 مرحبا",
        "sort=drop", "week=maybe", "skill=rust", "topic=music&topic=programming", "q=%25%25__",
    ],
)  # fmt: skip
def test_any_address_gives_a_page(client, people, query):
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
