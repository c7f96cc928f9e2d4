"""Badges: earned by facts, at the very edge of them, never otherwise."""

from datetime import UTC, datetime, timedelta

import pytest

from learning.badges import badges

NOW = datetime(2026, 11, 21, tzinfo=UTC)
FACTS = {
    "approved": True,
    "rating_sum": 0,
    "rating_count": 0,
    "sessions_taught": 5,
    "joined": NOW - timedelta(days=90),
    "now": NOW,
}


@pytest.mark.parametrize(
    ("facts", "labels"),
    [
        ({}, ["Verified mentor"]),
        ({"approved": False}, []),
        ({"rating_sum": 48, "rating_count": 10}, ["Verified mentor", "Top rated"]),
        ({"rating_sum": 47, "rating_count": 10}, ["Verified mentor"]),
        ({"rating_sum": 45, "rating_count": 9}, ["Verified mentor"]),
        ({"sessions_taught": 50}, ["Verified mentor", "50+ sessions"]),
        ({"sessions_taught": 49}, ["Verified mentor"]),
        ({"sessions_taught": 2, "joined": NOW}, ["Verified mentor", "New here"]),
        ({"sessions_taught": 3, "joined": NOW}, ["Verified mentor"]),
        ({"sessions_taught": 0, "joined": NOW - timedelta(days=30)}, ["Verified mentor"]),
    ],
)
def test_badges_are_earned(facts, labels):
    assert [str(badge.label) for badge in badges(**FACTS | facts)] == labels
