"""Cards, and the lists they stand in."""

from datetime import timedelta

from peerlearn.common.clock import now

from .samples import LONG_NAME, LONG_TITLE, cards, mentor, session
from .shapes import State, plain, row

CARDS = (
    row(
        "session_card",
        "Session card",
        State("Usual", session),
        State("Live now, free, one seat", lambda: session(is_live=True, price=0, seats_left=1)),
        State(
            "Long words, full",
            lambda: session(title=LONG_TITLE, mentor_name=LONG_NAME, seats_left=0, price=12500000),
        ),
        State(
            "New mentor, big group, at night",
            lambda: session(
                rating=None, capacity=20, seats_left=17, starts_at=now() + timedelta(hours=15)
            ),
        ),
        State("With a picture", lambda: session(image_url="/static/img/mark.svg", capacity=1)),
    ),
    row(
        "slot_card",
        "Slot of a week",
        State("Usual", session),
        State("Live now, free, one seat", lambda: session(is_live=True, price=0, seats_left=1)),
        State("Long words, full", lambda: session(title=LONG_TITLE, seats_left=0)),
    ),
    row(
        "mentor_card",
        "Mentor card",
        State("Usual", mentor),
        State("New, nothing planned", lambda: mentor(rating=None, next_start=None, topics=[])),
        State(
            "Long words",
            lambda: mentor(name=LONG_NAME, headline=LONG_TITLE * 2, topics=["Money"] * 3),
        ),
        State("With a portrait", lambda: mentor(avatar_url="/static/img/mark.svg")),
    ),
    row(
        "card_grid",
        "Grid of cards",
        State("Sessions", lambda: {"cards": cards("session", 3), "kind": "session"}),
        State("Mentors", lambda: {"cards": cards("mentor", 2), "kind": "mentor"}),
        wide=True,
    ),
    row(
        "carousel",
        "Carousel",
        State(
            "Sessions",
            lambda: {
                "id": "soon",
                "title": "Starting soon",
                "cards": cards("session", 6),
                "kind": "session",
                "more_url": "/sessions/",
                "more_label": "All sessions",
            },
        ),
        wide=True,
    ),
    row("skeleton", "Skeleton", plain("Waiting for a card")),
    row(
        "empty_state",
        "Empty state",
        plain(
            "One way on",
            text="No evening sessions under ₹300 this week.",
            url="/sessions/",
            label="Try up to ₹450 (12)",
        ),
        plain("Nothing to do", title="All quiet", text="News about your sessions arrives here."),
        wide=True,
    ),
)
