"""What the demo site says, read from content/*.toml into plain records. No database."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "content"
TOPIC_ORDER = (
    "programming", "data", "design", "languages", "music",
    "photography", "money", "careers", "maths", "writing",
)  # fmt: skip
PAISE = 100


@dataclass(frozen=True)
class Lesson:
    """A session a mentor gives again and again; price in paise a seat."""

    topic: str
    mentor: str
    number: int
    title: str
    level: str
    language: str
    minutes: int
    seats: int
    price: int
    skills: tuple[str, ...]
    summary: str
    about: str
    plan: tuple[tuple[str, str, int], ...]
    reviews: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class MentorText:
    """A mentor and their lessons; price in paise an hour, `film` if there is one of them."""

    key: str
    email: str
    name: str
    zone: str
    topic: str
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    price: int
    headline: str
    bio: str
    links: tuple[str, ...]
    film: bool
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Topic:
    """A domain with its mentors."""

    slug: str
    name: str
    blurb: str
    mentors: tuple[MentorText, ...]


@dataclass(frozen=True)
class LearnerText:
    """A learner."""

    key: str
    email: str
    name: str
    zone: str
    interests: tuple[str, ...]
    about: str


@dataclass(frozen=True)
class Wish:
    """A session request; budget in paise, days counted from now."""

    learner: str
    topic: str
    minutes: int
    budget: int
    mentor: str
    days: int
    title: str
    text: str


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


def _address(key: str, local: str = "") -> str:
    return f"{local or key.replace('-', '.')}@peerlearn.test"


def _lesson(row: dict, *, topic: str, mentor: str, number: int) -> Lesson:
    steps = [_cells(step) for step in row["plan"]]
    words = [review.split("|", 1) for review in row["reviews"]]
    return Lesson(
        topic=topic,
        mentor=mentor,
        number=number,
        title=row["title"],
        level=row["level"],
        language=row["language"],
        minutes=row["minutes"],
        seats=row["seats"],
        price=row["price"] * PAISE,
        skills=tuple(row["skills"]),
        summary=row["summary"],
        about=row["about"].strip(),
        plan=tuple((title, text, int(minutes)) for minutes, title, text in steps),
        reviews=tuple((int(stars), text.strip()) for stars, text in words),
    )


def _mentor(row: dict, topic: str) -> MentorText:
    lessons = [
        _lesson(lesson, topic=topic, mentor=row["key"], number=number)
        for number, lesson in enumerate(row["session"])
    ]
    return MentorText(
        key=row["key"],
        email=_address(row["key"], row.get("email", "")),
        name=row["name"],
        zone=row["zone"],
        topic=topic,
        languages=tuple(row["languages"]),
        skills=tuple(row["skills"]),
        price=row["price"] * PAISE,
        headline=row["headline"],
        bio=row["bio"].strip(),
        links=tuple(row.get("links", ())),
        film=row.get("film", False),
        lessons=tuple(lessons),
    )


def _read(name: str) -> dict:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def topics() -> tuple[Topic, ...]:
    """Return the ten topics in the order of the site."""
    return tuple(
        Topic(
            slug=row["slug"],
            name=row["name"],
            blurb=row["blurb"],
            mentors=tuple(_mentor(mentor, row["slug"]) for mentor in row["mentor"]),
        )
        for row in map(_read, TOPIC_ORDER)
    )


@cache
def mentors() -> tuple[MentorText, ...]:
    """Return all mentors, topic by topic."""
    return tuple(mentor for topic in topics() for mentor in topic.mentors)


@cache
def lessons() -> tuple[Lesson, ...]:
    """Return all lessons, mentor by mentor."""
    return tuple(lesson for mentor in mentors() for lesson in mentor.lessons)


# The fixed demo logins are people of the site like any other.
FIXED_MENTORS = ("asha-raman", "vikram-deshpande", "meera-nambiar", "gurpreet-singh-bedi")
FIXED_LEARNERS = {"aditi-sharma": "learner", "james-carter": "learner2"}


@cache
def learners() -> tuple[LearnerText, ...]:
    """Return the learners; the first two are the fixed demo logins."""
    found = []
    for row in _read("learners")["people"]:
        key, name, zone, _face, interests, about = _cells(row)
        found.append(
            LearnerText(
                key=key,
                email=_address(key, FIXED_LEARNERS.get(key, "")),
                name=name,
                zone=zone,
                interests=tuple(item.strip() for item in interests.split(";")),
                about=about,
            )
        )
    return tuple(found)


@cache
def speakers() -> dict[str, tuple[str, ...]]:
    """Return who is likely to come to a session in a language other than English."""
    return {name: tuple(keys) for name, keys in _read("learners")["speakers"].items()}


@cache
def wishes() -> tuple[Wish, ...]:
    """Return the session requests."""
    found = []
    for row in _read("learners")["requests"]:
        learner, topic, minutes, budget, mentor, days, title, text = _cells(row)
        found.append(
            Wish(
                learner=learner,
                topic=topic,
                minutes=int(minutes),
                budget=int(budget) * PAISE,
                mentor="" if mentor == "-" else mentor,
                days=int(days),
                title=title,
                text=text,
            )
        )
    return tuple(found)
