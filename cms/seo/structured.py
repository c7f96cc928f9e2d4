"""Pages in schema.org's words: pure builders, from rows already read to what JSON-LD carries.

tests/cms/test_structured.py holds every page against schema.org's own vocabulary.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from learning.enums import SessionState
from learning.models import Mentor, Review, Session
from peerlearn.common.clock import now
from peerlearn.common.money import CURRENCY
from peerlearn.common.zones import site_zone

from .meta import absolute
from .words import clip, plain, plain_html

Thing = dict[str, Any]

TEXT_CHARACTERS = 500
REVIEWS = 5
RATING_MOST = 5


def site(logo: str = "", name: str = "", elsewhere: Iterable[str] = ()) -> list[Thing]:
    """Return who runs the site, and the site with its search.

    `logo` is the path of a picture, `name` the organisation's, `elsewhere` its profiles' addresses.
    """
    organization = _organization() | ({"logo": absolute(logo)} if logo else {})
    organization |= {"name": name} if name else {}
    organization |= {"sameAs": list(elsewhere)} if elsewhere else {}
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": absolute("/sessions/?q={search_term_string}"),
        },
        "query-input": "required name=search_term_string",
    }
    return [
        organization,
        {
            "@type": "WebSite",
            "@id": absolute("/#website"),
            "url": absolute("/"),
            "name": settings.SITE_NAME,
            "inLanguage": settings.LANGUAGE_CODE,
            "publisher": {"@id": organization["@id"]},
            "potentialAction": search,
        },
    ]


def questions(body: Iterable[Any]) -> list[Thing]:
    """Return the questions among the blocks of a page; nothing where it shows none."""
    shown = [item for block in body if block.block_type == "questions" for item in _items(block)]
    if not shown:
        return []
    return [{"@type": "FAQPage", "mainEntity": shown}]


def breadcrumbs(trail: Iterable[tuple[str, str]], here: str, path: str) -> Thing:
    """Return the way to a page: (label, path) of those above it, then its own."""
    steps = [*trail, (here, path)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": n,
                "name": plain(label),
                "item": {"@id": absolute(url)},
            }
            for n, (label, url) in enumerate(steps, start=1)
        ],
    }


def listing(name: str, rows: Iterable[tuple[str, str]], first: int = 1) -> Thing:
    """Return a list as (name, path) rows; `first` is the place of the first of them."""
    items = [
        {"@type": "ListItem", "position": n, "name": plain(label), "url": absolute(url)}
        for n, (label, url) in enumerate(rows, start=first)
    ]
    return {"@type": "ItemList", "name": plain(name), "itemListElement": items}


def event(session: Session, image: str = "") -> Thing:
    """Return a session read with mentor, user and domain; `image` is the path of its picture."""
    words = session.description or session.summary
    url = absolute(session.get_absolute_url())
    found: Thing = {
        "@type": ["EducationEvent", "CourseInstance"],
        "@id": f"{url}#session",
        "name": plain(session.title),
        "description": clip(words, TEXT_CHARACTERS) or plain(session.title),
        "url": url,
        **_when(session),
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "eventStatus": f"https://schema.org/{_status(session)}",
        "courseMode": "Online",
        "location": {"@type": "VirtualLocation", "url": url},
        "organizer": _organization(),
        "performer": person(session.mentor),
        "instructor": {"@id": _person_id(session.mentor)},
        "inLanguage": session.language,
        "about": {"@type": "Thing", "name": session.domain.name},
        "maximumAttendeeCapacity": session.capacity,
        "remainingAttendeeCapacity": session.seats_left,
        "isAccessibleForFree": not session.price,
    }
    if image:
        found["image"] = absolute(image)
    if session.state == SessionState.SCHEDULED and session.starts_at > now():
        found["offers"] = _offer(session, url)
    return found


def person(mentor: Mentor, headline: str = "", image: str = "") -> Thing:
    """Return a mentor read with their user."""
    found: Thing = {
        "@type": "Person",
        "@id": _person_id(mentor),
        "name": plain(mentor.user.name),
        "url": absolute(mentor.get_absolute_url()),
    }
    words = plain(headline or mentor.headline)
    picture = image or mentor.user.avatar_url
    if words:
        found["description"] = words
    if picture:
        found["image"] = absolute(picture)
    return found


def profile(mentor: Mentor, headline: str, topics: Iterable[str], image: str = "") -> Thing:
    """Return a mentor's page: whom it is about, and what they know and speak."""
    about = person(mentor, headline, image)
    known = [plain(topic) for topic in topics]
    if known:
        about["knowsAbout"] = known
    if mentor.languages:
        about["knowsLanguage"] = list(mentor.languages)
    return {
        "@type": "ProfilePage",
        "url": about["url"],
        "dateCreated": _moment(mentor.created_at),
        "mainEntity": about,
    }


def teaching(
    mentor: Mentor, headline: str, sessions: Iterable[Session], reviews: Iterable[Review]
) -> list[Thing]:
    """Return what a mentor teaches as a course with its next dates, rating and reviews.

    Schema.org has no rating of a person, and what learners rate is the hour they had: a course is
    what both it and search engines let a rating stand on. Nothing where there is neither.
    """
    dates = [_date(session) for session in sessions]
    if not dates and not mentor.rating_count:
        return []
    url = absolute(mentor.get_absolute_url())
    found: Thing = {
        "@type": "Course",
        "@id": f"{url}#sessions",
        "name": f"Live sessions with {plain(mentor.user.name)}",
        "description": plain(headline) or f"Live sessions with {plain(mentor.user.name)}",
        "url": url,
        "provider": _organization(),
    }
    if dates:
        found["hasCourseInstance"] = dates
    if mentor.rating_count:
        found["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": mentor.rating,
            "bestRating": RATING_MOST,
            "worstRating": 1,
            "ratingCount": mentor.rating_count,
            "reviewCount": mentor.rating_count,
        }
        found["review"] = [_review(one) for one in list(reviews)[:REVIEWS]]
    return [found]


def _organization() -> Thing:
    return {
        "@type": "Organization",
        "@id": absolute("/#organization"),
        "name": settings.SITE_NAME,
        "url": absolute("/"),
    }


def _items(block: Any) -> Iterable[Thing]:
    for item in block.value["items"]:
        answer = plain_html(item["answer"].source)
        yield {
            "@type": "Question",
            "name": plain(item["question"]),
            "acceptedAnswer": {"@type": "Answer", "text": answer},
        }


def _person_id(mentor: Mentor) -> str:
    return absolute(f"{mentor.get_absolute_url()}#person")


def _moment(moment: datetime) -> str:
    return moment.astimezone(site_zone()).isoformat(timespec="seconds")


def _when(session: Session) -> Thing:
    return {
        "startDate": _moment(session.starts_at),
        "endDate": _moment(session.ends_at),
        "duration": f"PT{session.minutes}M",
    }


def _status(session: Session) -> str:
    cancelled = session.state == SessionState.CANCELLED
    return "EventCancelled" if cancelled else "EventScheduled"


def _offer(session: Session, url: str) -> Thing:
    rupees = session.price / 100
    return {
        "@type": "Offer",
        "url": url,
        "price": int(rupees) if rupees.is_integer() else rupees,
        "priceCurrency": CURRENCY,
        "availability": f"https://schema.org/{'InStock' if session.seats_left else 'SoldOut'}",
        "validFrom": _moment(session.published_at or session.created_at),
        "validThrough": _moment(session.starts_at),
    }


def _date(session: Session) -> Thing:
    url = absolute(session.get_absolute_url())
    return {
        "@type": "CourseInstance",
        "name": plain(session.title),
        "url": url,
        "courseMode": "Online",
        **_when(session),
        "location": {"@type": "VirtualLocation", "url": url},
    }


def _review(review: Review) -> Thing:
    found: Thing = {
        "@type": "Review",
        "author": {"@type": "Person", "name": plain(review.learner.short_name)},
        "datePublished": review.created_at.astimezone(site_zone()).date().isoformat(),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": review.rating,
            "bestRating": RATING_MOST,
            "worstRating": 1,
        },
    }
    if review.comment:
        found["reviewBody"] = clip(review.comment, TEXT_CHARACTERS)
    return found
