"""What floats over a page, and what stands around it."""

from .samples import at, person
from .shapes import Context, State, plain, row

BODY = "operations/patterns/dialog_body.html"
LEARNER, MENTOR = ("learner",), ("mentor", "learner")

OVERLAYS = (
    row(
        "dialog",
        "Dialog",
        State(
            "Opened by its button",
            lambda: {"id": "sample-dialog", "title": "Cancel this booking?", "body": BODY},
            opens="sample-dialog",
        ),
    ),
    row(
        "sheet",
        "Sheet",
        State(
            "From the bottom on a phone, from the side on a desk",
            lambda: {"id": "sample-sheet", "title": "All filters", "body": BODY},
            opens="sample-sheet",
        ),
    ),
    row(
        "toast",
        "Toast",
        plain("News", text="Asha has answered your request."),
        plain("Error: stays", text="That did not get through. Try again.", kind="error"),
    ),
    row(
        "announcement",
        "Announcement",
        *(
            plain(
                tone,
                notice={
                    "text": "Sessions on Diwali evening are free for everybody.",
                    "tone": tone,
                    "url": "/sessions/?price=free",
                    "label": "See them",
                    "key": f"{number:012}",
                },
            )
            for number, tone in enumerate(("info", "success", "warning"))
        ),
    ),
    row(
        "banner",
        "Banner",
        plain(
            "Ten minutes before", text="Git without fear starts in 10 min.", url="/", label="Join"
        ),
        wide=True,
    ),
    row(
        "avatar_menu",
        "Account menu",
        State("A learner", lambda: {"user": person(*LEARNER)}),
        State("A mentor on the staff", lambda: {"user": person(*MENTOR, staff=True)}),
    ),
)

FRAME = (
    row(
        "header",
        "Header",
        State("Nobody logged in", lambda: {"user": person(), "request": at("/sessions/")}),
        State(
            "A learner with news",
            lambda: {"user": person(*LEARNER), "unread_notices": 3, "request": at("/mentors/")},
        ),
        wide=True,
    ),
    row(
        "nav_link",
        "Link of the header",
        State("Elsewhere", lambda: _link("/about/")),
        State("Current", lambda: _link("/mentors/")),
    ),
    row(
        "bell",
        "Bell",
        State("Nothing new", lambda: {"user": person(*LEARNER), "unread_notices": 0}),
        State("Unread", lambda: {"user": person(*LEARNER), "unread_notices": 12}),
    ),
    row(
        "bottom_nav",
        "Tabs of the phone",
        State("Nobody logged in", lambda: {"user": person(), "request": at("/sessions/")}),
        State(
            "A learner",
            lambda: {
                "user": person(*LEARNER),
                "request": at("/learner/dashboard/"),
                "unread_notices": 2,
            },
        ),
        State("A mentor", lambda: {"user": person(*MENTOR), "request": at("/mentor/requests/")}),
        wide=True,
    ),
    row(
        "tab",
        "One tab",
        State("Elsewhere", lambda: _tab("/", unread=0)),
        State("Current, with news", lambda: _tab("/learner/notifications/", unread=4)),
    ),
    row("footer", "Footer", State("Everybody", lambda: {"user": person()}), wide=True),
)


def _link(path: str) -> Context:
    return {"url": "/mentors/", "on": "/mentors/", "label": "Mentors", "request": at(path)}


def _tab(path: str, *, unread: int) -> Context:
    return {
        "url": "/learner/notifications/",
        "icon": "bell",
        "label": "Alerts",
        "bell": True,
        "unread_notices": unread,
        "request": at(path),
    }
