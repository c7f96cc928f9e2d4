"""What the demo says reads like a real site, and fits where it is shown."""

import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from cms.demo import library
from learning.enums import Level
from learning.models import Mentor, Session

FILLER = re.compile(r"lorem|ipsum|dolor sit|\btodo\b|\bxxx\b|placeholder|foo bar|test user", re.I)


def words():
    for topic in library.topics():
        yield topic.blurb
    for mentor in library.mentors():
        yield from (mentor.headline, mentor.bio)
    for lesson in library.lessons():
        yield from (lesson.title, lesson.summary, lesson.about)
        yield from (text for _, text, _ in lesson.plan)
        yield from (text for _, text in lesson.reviews)
    for learner in library.learners():
        yield learner.about
    for wish in library.wishes():
        yield from (wish.title, wish.text)


def test_there_are_40_mentors_over_10_topics_and_60_learners():
    assert Counter(mentor.topic for mentor in library.mentors()) == dict.fromkeys(
        library.TOPIC_ORDER, 4
    )
    assert len(library.learners()) == 60
    people = [person.email for person in (*library.mentors(), *library.learners())]
    assert len(set(people)) == 100


def test_no_text_is_filler_and_none_is_said_twice():
    texts = list(words())
    assert [text for text in texts if FILLER.search(text)] == []
    assert [text for text, times in Counter(texts).items() if times > 1 and len(text) > 40] == []


def test_every_biography_says_something():
    assert [mentor.key for mentor in library.mentors() if len(mentor.bio.split()) < 60] == []


def test_every_text_fits_its_column():
    fits = {
        "headline": max(len(mentor.headline) for mentor in library.mentors()),
        "title": max(len(lesson.title) for lesson in library.lessons()),
        "summary": max(len(lesson.summary) for lesson in library.lessons()),
    }
    assert fits["headline"] <= Mentor._meta.get_field("headline").max_length
    assert fits["title"] <= Session._meta.get_field("title").max_length
    assert fits["summary"] <= Session._meta.get_field("summary").max_length


@pytest.mark.parametrize("lesson", library.lessons(), ids=lambda lesson: lesson.title)
def test_a_curriculum_fills_its_session(lesson):
    assert 3 <= len(lesson.plan) <= 6
    assert sum(minutes for *_, minutes in lesson.plan) == lesson.minutes
    assert lesson.level in Level.values
    assert 1 <= lesson.seats <= 7
    assert lesson.price == 0 or 100 <= lesson.price <= 250_000


def test_mentors_live_in_four_zones_and_teach_in_many_languages():
    zones = {mentor.zone for mentor in library.mentors()}
    assert zones == {"Asia/Kolkata", "Europe/London", "America/New_York", "Asia/Singapore"}
    assert all(ZoneInfo(person.zone) for person in library.learners())
    assert len({lesson.language for lesson in library.lessons()}) >= 8


def test_learners_want_what_is_taught():
    taught = {skill for mentor in library.mentors() for skill in mentor.skills}
    taught |= {skill for lesson in library.lessons() for skill in lesson.skills}
    assert {wish for person in library.learners() for wish in person.interests} <= taught


def test_requests_and_speakers_name_people_of_the_demo():
    learners = {person.key for person in library.learners()}
    mentors = {person.key for person in library.mentors()} | {""}
    assert {wish.learner for wish in library.wishes()} <= learners
    assert {wish.mentor for wish in library.wishes()} <= mentors
    assert {key for keys in library.speakers().values() for key in keys} <= learners
    assert set(library.FIXED_LEARNERS) <= learners
