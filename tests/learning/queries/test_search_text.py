"""What words find, the same on both databases."""

from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from learning.models import Session, SessionText, Skill
from learning.queries import catalogue, spelling
from learning.services import indexing
from peerlearn.accounts.services import people
from tests import factories

pytestmark = pytest.mark.django_db
KOLKATA = ZoneInfo("Asia/Kolkata")


def found(q, **params):
    answer = catalogue.search({"q": q} | params, zone=KOLKATA)
    assert answer.total == len(list(answer.page))
    return [session.title for session in answer.page]


@pytest.fixture
def shelf():
    """Three sessions with words in different places."""
    domain = factories.domain()
    skill = domain.skills.create(name="Déjà Vu", slug="deja-vu")
    by = factories.mentor("Renée Guitarson")
    factories.session(
        by=by,
        title="Writing tests",
        summary="For beginners",
        description="Also on the guitar.",
        starts_in=60,
    )
    factories.session(
        by=by, title="Electric guitars, plugged", summary="Loud", starts_in=200, description=""
    )
    factories.session(title="C++ for one evening", summary="Templates", skills=[skill])


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("guitars", ["Electric guitars, plugged", "Writing tests"]),
        ("guitar loud", ["Electric guitars, plugged"]),
        ("test", ["Writing tests"]),
        ("writes", ["Writing tests"]),
        ("electr", ["Electric guitars, plugged"]),
        ("elec guitar", []),
        ("renee", ["Writing tests", "Electric guitars, plugged"]),
        ("deja vu", ["C++ for one evening"]),
        ("c++", ["C++ for one evening"]),
        ("I want to learn the guitar", ["Electric guitars, plugged", "Writing tests"]),
        ("PROGRAMMING templates", ["C++ for one evening"]),
        ("%", []),
        ("'; DROP TABLE x --", []),
    ],
)
def test_all_words_must_stand_somewhere_titles_first(shelf, q, titles):
    assert found(q, exact="1") == titles


def test_sorted_by_price_the_best_match_is_not_first(shelf):
    Session.objects.filter(title="Writing tests").update(price=100)
    assert found("guitar", sort="price")[0] == "Writing tests"
    assert found("guitar", sort="-price")[-1] == "Writing tests"
    assert found("guitar", sort="soonest")[0] == "Writing tests"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("guittar", "guitar"),
        ("wriiting", "writing"),
        ("templates", ""),
        ("electr", ""),
        ("zzzz", ""),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(shelf, typed, meant):
    assert spelling.corrected(typed) in (meant, f"{meant}s" if meant else "")


def test_a_misspelt_search_shows_what_was_meant_unless_told_not_to(shelf):
    answer = catalogue.search({"q": "electic guitars"}, zone=KOLKATA)
    assert (answer.corrected, answer.total) == ("electric guitars", 1)
    assert catalogue.search({"q": "electic guitars", "exact": "1"}, zone=KOLKATA).total == 0


def test_words_follow_the_mentors_name_and_the_names_of_skill_and_topic(shelf):
    session = Session.objects.get(title="C++ for one evening")
    people.update_info(user=session.mentor.user, name="Quentin Blake", languages=["English"])
    skill = Skill.objects.get(slug="deja-vu")
    skill.name = "Metaprogramming"
    skill.save()
    session.domain.name = "Computers"
    session.domain.save()
    indexing.catch_up()
    assert found("metaprogramming") == found("quentin computers") == [session.title]
    assert found("deja", exact="1") == []


def test_what_was_written_past_the_services_is_found_after_the_sweep(
    shelf, django_capture_on_commit_callbacks
):
    SessionText.objects.all().delete()
    assert found("guitar", exact="1") == []
    with django_capture_on_commit_callbacks(execute=True):
        assert indexing.catch_up() == 3
    assert len(found("guitar")) == 2


def test_the_command_rebuilds_all(shelf, capsys):
    Session.objects.filter(title="Writing tests").update(title="Knitting socks")
    call_command("reindex_sessions")
    assert capsys.readouterr().out == "3 sessions indexed\n"
    assert found("knit socks") == ["Knitting socks"]


def test_the_sweep_forgets_sessions_that_are_over(shelf):
    session = Session.objects.get(title="Writing tests")
    factories.move_start(session, -3 * 24 * 60)
    indexing.catch_up()
    assert not SessionText.objects.filter(session=session).exists()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60))
@example(text='" OR "*')
@example(text="'a' & !b:* | (c")
@example(text="\0\\")
@example(text="1e5 -3 2.5 a@b.c http://x/y?z")
@example(text="नमस्ते שלום 🎻 ﷽ ²")
def test_no_text_breaks_the_search(shelf, text):
    catalogue.search({"q": text}, zone=KOLKATA)
    catalogue.search({"q": text, "exact": "1", "sort": "rating"}, zone=KOLKATA)
