"""Signs: what tells time, seats, price, rating, people."""

from .samples import LONG_NAME, later
from .shapes import State, plain, row

WEEKS = (("Week 43", 4), ("Week 44", 7), ("Week 45", 6), ("Week 46", 11), ("This week", 14))

SIGNS = (
    row("mark", "Mark", plain("Overlapping hours")),
    row(
        "arcs_apart",
        "Arcs",
        plain("Apart: nothing yet", meet=False),
        plain("Meeting: booked", meet=True),
    ),
    row(
        "icon",
        "Icon",
        *(plain(name, name=name) for name in ("heart", "bell", "calendar-days", "search")),
        plain("Small", name="star", **{"class": "icon-small"}),
        plain("Filled", name="heart", **{"class": "icon-fill"}),
    ),
    row(
        "ribbon",
        "Daylight ribbon",
        State("At night", lambda: later(hours=12)),
        State("In twelve hours", lambda: later(hours=0)),
        plain("No time planned"),
        State("As a stage", lambda: later(hours=4) | {"day": True}),
        wide=True,
    ),
    row(
        "pips",
        "Seats",
        plain("One to one, free", left=1, capacity=1, id=1),
        plain("Some taken", left=3, capacity=6, id=1),
        plain("Last seat", left=1, capacity=8, id=1),
        plain("Full", left=0, capacity=4, id=1),
        plain("Too many to draw", left=3, capacity=20, id=1),
    ),
    row(
        "price",
        "Price",
        plain("A seat", price=45000),
        plain("Free", price=0),
        plain("Large, with what it buys", price=125000, large=True, unit="a seat"),
    ),
    row(
        "rating",
        "Rating",
        plain("Many reviews", rating=4.9, count=128),
        plain("New", rating=None, count=0),
    ),
    row("stars", "Stars", *(plain(f"{n} of 5", rating=n) for n in (5, 3.5, 1))),
    row(
        "histogram",
        "Histogram of ratings",
        plain("Thirty reviews", counts=[(5, 20), (4, 7), (3, 2), (2, 0), (1, 1)], total=30),
        wide=True,
    ),
    row("when", "Time with its zone", State("In five hours", lambda: later(hours=5))),
    row(
        "time_for",
        "Time for two",
        State(
            "The mentor is elsewhere",
            lambda: later(hours=5) | {"zone": "Europe/London", "name": "Asha", "place": "London"},
        ),
        State(
            "Another day there",
            lambda: later(hours=5) | {"zone": "Pacific/Kiritimati", "name": "Tebuka"},
        ),
        State(
            "Same clock",
            lambda: later(hours=5) | {"zone": "Asia/Kolkata", "name": "Ishita"},
        ),
    ),
    row("timer", "Countdown", State("In 12 minutes", lambda: {"to": later(minutes=12)["at"]})),
    row(
        "avatar",
        "Avatar",
        plain("No picture", name="Asha Raman", url=""),
        plain("Picture", name="Asha Raman", url="/static/img/mark.svg"),
        plain("Small", name="Wei Ling Tan", **{"class": "avatar-small"}),
        plain("Large", name="Jonas Keller", **{"class": "avatar-large"}),
        plain("One word", name="Madonna"),
        plain("Long name", name=LONG_NAME),
    ),
    row(
        "picture",
        "Picture in several sizes",
        plain(
            "One size so far",
            url="/static/img/mark.svg",
            width=160,
            height=120,
            sizes="10rem",
            alt="The mark",
        ),
    ),
    row(
        "stat",
        "Figure with a small chart",
        plain("A figure", label="Sessions taught", value="128"),
        plain("With a note", label="Answers within", value="3 h", note="Median of 30 days"),
        plain("With weeks", label="Learners", value="14", note="3 more than last week", rows=WEEKS),
    ),
)
