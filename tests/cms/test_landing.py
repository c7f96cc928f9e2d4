"""The landing page and its blocks."""

import json

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks import CallToActionBlock
from cms.models import HomePage
from tests import factories

pytestmark = pytest.mark.django_db


def body(*blocks):
    home = HomePage.objects.get()
    home.body = json.dumps(
        [
            {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-{number:012}"}
            for number, (kind, value) in enumerate(blocks)
        ]
    )
    home.save()


def picked(*rows):
    return [
        {"type": "item", "value": row.pk, "id": f"00000000-0000-4000-9000-{row.pk:012}"}
        for row in rows
    ]


def test_a_new_house_shows_everything_the_landing_promises(client):
    html = client.get("/").content.decode()
    assert '<h1 class="hero-title">Learn from Experts Live</h1>' in html
    for words in ("1:1 Sessions", "Real-Time Collaboration", "How It Works"):
        assert words in html
    for step in ("Sign Up", "Browse", "Connect"):
        assert f"<h3>{step}</h3>" in html
    assert 'href="/register/">Get Started</a>' in html
    assert 'href="/login/">Login</a>' in html


def test_the_sentence_to_finish_leads_to_the_catalogue(client):
    factories.session(title="Rust")
    html = client.get("/").content.decode()
    form = html.split('<form class="sentence"')[1].split(">")[0]
    assert 'action="/sessions/"' in form
    assert 'method="get"' in form
    for name in ("topic", "date", "price"):
        assert f'name="{name}"' in html
    answer = client.get("/sessions/?topic=programming&date=&price=under-500")
    assert [card.title for card in answer.context["cards"]] == ["Rust"]


def test_only_what_starts_within_a_day_stands_in_the_rail(client):
    factories.session(title="Soon enough")
    factories.session(title="In two days", starts_in=48 * 60)
    full = factories.session(title="Full already", price=0, capacity=1)
    factories.seat(full)
    rail = client.get("/").content.decode().split('id="soon-sessions-title"')[1].split("</section>")
    assert "Soon enough" in rail[0]
    assert "In two days" not in rail[0]
    assert "Full already" not in rail[0]


def test_an_editor_picks_sessions_and_mentors_by_hand_in_their_order(client):
    first, second = factories.session(title="Beta"), factories.session(title="Alpha")
    hidden = factories.draft(title="Secret")
    rows = {"limit": 8, "rule": "hand"}
    body(
        (
            "session_carousel",
            rows | {"title": "Ours", "topic": "", "sessions": picked(second, hidden, first)},
        ),
        (
            "mentor_carousel",
            rows | {"title": "Faces", "mentors": picked(second.mentor, first.mentor)},
        ),
    )
    html = client.get("/").content.decode()
    assert html.index(">Alpha</a>") < html.index(">Beta</a>")
    assert "Secret" not in html
    second_name, first_name = second.mentor.user.name, first.mentor.user.name
    faces = html.split('id="hand-mentors-title"')[1]
    assert faces.index(second_name) < faces.index(first_name)


def test_trending_shows_what_was_booked_lately_first(client):
    factories.session(title="Nobody's", starts_in=100)
    wanted = factories.session(title="Everybody's", price=0, capacity=5, starts_in=3000)
    for _ in range(2):
        factories.seat(wanted)
    html = client.get("/").content.decode().split('id="trending-sessions-title"')[1]
    assert html.index("Everybody&#x27;s") < html.index("Nobody&#x27;s")


def test_other_blocks_show_what_an_editor_wrote(client):
    body(
        ("testimonial", {"quote": "It <b>worked</b>", "name": "Lena", "role": "", "figure": "9 h"}),
        ("text", "<h2>Plain words</h2>"),
        ("session_carousel", {"title": "M", "rule": "topic", "topic": "music", "limit": 3}),
    )
    factories.session(title="Tabla", domain=factories.domain("Music", "music"))
    html = client.get("/").content.decode()
    assert "It &lt;b&gt;worked" in html
    assert "<h2>Plain words</h2>" in html
    assert ">Tabla</a>" in html


@pytest.mark.parametrize("url", ["https://elsewhere.test/", "//elsewhere.test", "javascript:1"])
def test_a_button_of_a_call_stays_on_the_site(url):
    block = CallToActionBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"title": "T", "label": "L", "url": url, "text": ""}))
