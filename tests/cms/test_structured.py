"""What pages say in schema.org's words: known words only, and true ones."""

from datetime import datetime, timedelta

import pytest

from cms.seo.structured import event
from learning.models import Mentor, Review, Session
from learning.services import closing
from peerlearn.common.clock import now
from tests import factories
from tests.cms.heads import Head, head
from tests.support.schemaorg import check

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


@pytest.fixture
def reviewed():
    """A mentor with a session to come and two reviews."""
    mentor = factories.mentor(
        "Asha Raman", headline="Compilers.", domains=[factories.domain()], languages=["English"]
    )
    session = factories.session(by=mentor, price=0, capacity=3)
    for rating in (5, 4):
        booking = factories.seat(session)
        Review.objects.create(
            booking=booking, session=session, mentor=mentor, learner=booking.learner,
            rating=rating, comment="Clear & kind.",
        )  # fmt: skip
    Mentor.objects.filter(pk=mentor.pk).update(rating_sum=9, rating_count=2)
    return session


def paths(session):
    return [
        "/", "/sessions/", "/sessions/topic/programming/", "/mentors/", "/about/",
        session.get_absolute_url(), session.mentor.get_absolute_url(),
    ]  # fmt: skip


def test_every_public_page_speaks_schema_orgs_words_only(client, reviewed):
    found = {path: head(client, path).graph for path in paths(reviewed)}
    assert all(found.values())
    faults = {path: [f for thing in graph for f in check(thing)] for path, graph in found.items()}
    assert {path: them for path, them in faults.items() if them} == {}


@pytest.mark.parametrize(
    ("thing", "fault"),
    [
        ({"@type": "Evnt"}, "unknown type"),
        ({"@type": "Person", "rating": 5}, "no such property"),
        ({"@type": "Person", "aggregateRating": {"@type": "AggregateRating"}}, "no such property"),
        ({"@type": "EducationEvent", "startDate": "2026-11-24 7:30 pm"}, "is none of"),
        ({"@type": "EducationEvent", "eventStatus": "Cancelled"}, "is none of"),
        ({"@type": "EducationEvent", "performer": {"@type": "Offer"}}, "is none of"),
        ({"@type": "Offer", "availability": "https://schema.org/Sold"}, "is none of"),
    ],
)
def test_the_check_finds_what_schema_org_does_not_know(thing, fault):
    assert fault in " ".join(check(thing))


def test_the_landing_page_says_who_runs_it_and_how_to_search(client):
    page = head(client, "/")
    assert page.thing("Organization")["url"] == f"{SITE}/"
    target = page.thing("WebSite")["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{SITE}/sessions/?q={{search_term_string}}"


def test_questions_on_the_page_are_questions_in_the_data(client):
    asked = head(client, "/").thing("FAQPage")["mainEntity"]
    html = client.get("/").content.decode()
    assert len(asked) == 3
    for one in asked:
        assert one["name"] in html.replace("&#x27;", "'")
        assert one["acceptedAnswer"]["text"]
        assert "<" not in one["acceptedAnswer"]["text"]


def test_a_session_is_an_online_event_with_time_seats_and_offer(client):
    session = factories.session(price=45_050, capacity=3)
    found = head(client, session.get_absolute_url()).thing("EducationEvent")
    assert datetime.fromisoformat(found["startDate"]) == session.starts_at.replace(microsecond=0)
    assert found["startDate"].endswith("+05:30")
    assert found["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["performer"]["name"] == session.mentor.user.name
    assert (found["maximumAttendeeCapacity"], found["remainingAttendeeCapacity"]) == (3, 3)
    offer = found["offers"]
    assert (offer["price"], offer["priceCurrency"]) == (450.5, "INR")
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["url"] == SITE + session.get_absolute_url()


def test_seats_in_the_data_are_those_of_now(client):
    session = factories.session(price=0, capacity=1)
    factories.seat(session)
    found = head(client, session.get_absolute_url()).thing("EducationEvent")
    assert found["remainingAttendeeCapacity"] == 0
    assert found["isAccessibleForFree"] is True
    assert found["offers"]["price"] == 0
    assert found["offers"]["availability"] == "https://schema.org/SoldOut"


def test_a_cancelled_session_says_so_and_offers_nothing(client):
    session = factories.session()
    closing.cancel(session_id=session.pk, actor=session.mentor.user, reason="Flu")
    found = head(client, session.get_absolute_url()).thing("EducationEvent")
    assert found["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in found


def test_what_can_not_be_booked_any_more_is_not_offered():
    session = factories.session()
    begun = Session(
        **{name: getattr(session, name) for name in ("pk", "mentor", "domain", "title", "state")},
        starts_at=now() - timedelta(minutes=1),
        ends_at=now() + timedelta(minutes=59),
        summary="S",
    )
    assert "offers" not in event(begun)


def test_a_mentor_is_a_person_and_the_rating_is_of_what_they_teach(client, reviewed):
    page = head(client, reviewed.mentor.get_absolute_url())
    person = page.thing("ProfilePage")["mainEntity"]
    assert (person["name"], person["knowsAbout"]) == ("Asha Raman", ["Programming"])
    course = page.thing("Course")
    rating = course["aggregateRating"]
    assert (rating["ratingValue"], rating["reviewCount"]) == (4.5, 2)
    assert [one["reviewBody"] for one in course["review"]] == ["Clear & kind."] * 2
    assert course["hasCourseInstance"][0]["url"] == SITE + reviewed.get_absolute_url()


def test_a_mentor_without_sessions_and_reviews_has_no_course(client):
    page = head(client, factories.mentor().get_absolute_url())
    assert [one["@type"] for one in page.graph] == ["ProfilePage", "BreadcrumbList"]


def test_a_list_names_what_stands_on_it_in_order(client):
    mentor = factories.mentor()
    shown = [factories.session(by=mentor, starts_in=n * 90, title=f"Nr {n}") for n in (1, 2)]
    rows = head(client, "/sessions/").thing("ItemList")["itemListElement"]
    assert [(row["position"], row["url"]) for row in rows] == [
        (n, SITE + one.get_absolute_url()) for n, one in enumerate(shown, start=1)
    ]


def test_the_way_to_a_page_is_told_as_it_is_shown(client, reviewed):
    steps = head(client, reviewed.get_absolute_url()).thing("BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in steps] == ["Home", "Sessions", "Programming", reviewed.title]
    assert steps[2]["item"]["@id"] == f"{SITE}/sessions/topic/programming/"


def test_no_text_breaks_out_of_the_data(client):
    bad = "</script><script>alert(1)</script><!-- <script> \u2028 ]]> & 'x' \"y\""
    session = factories.session(title=bad, summary=bad, description=bad)
    html = client.get(session.get_absolute_url()).content.decode()
    block = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not {"<", ">", "&", "\u2028"} & set(block)
    assert Head(html).thing("EducationEvent")["name"].startswith("</script><script>alert(1)")
