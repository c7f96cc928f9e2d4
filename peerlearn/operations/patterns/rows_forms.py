"""Actions and forms."""

from collections.abc import Callable
from dataclasses import dataclass

from .samples import empty_form, page, wrong_form
from .shapes import Context, State, plain, row

ACTIONS = (
    row(
        "button",
        "Buttons",
        plain("Main: once in a view", label="Book Now", kind="main"),
        plain("Usual", label="Save changes"),
        plain("Quiet", label="See the days after", kind="quiet"),
        plain("Plain", label="Not now", kind="plain"),
        plain("Danger", label="Cancel this session", kind="danger"),
        plain("Live", label="Join now", kind="live"),
        plain("With an icon", label="Share", kind="quiet", icon="share-2"),
        plain("Large", label="Show sessions", kind="main", size="large"),
        plain("Small", label="Show in my time", size="small"),
        plain("Disabled", label="Send", disabled=True),
        plain("A link", label="All sessions", kind="quiet", url="/sessions/"),
        plain("Wide", label="Hold my seat", kind="main", wide=True),
    ),
    row(
        "toggle_button",
        "On or off",
        plain("Off", label="Follow", label_on="Following", what="Asha", action="/patterns/"),
        plain("On", label="Follow", label_on="Following", what="Wei", action="/patterns/", on=True),
        plain("Who must log in first", label="Follow", what="Asha", url="/login/?next=/patterns/"),
    ),
    row(
        "chip",
        "Chips",
        plain("A fact", label="Tabla"),
        plain("A link", label="Music", url="/sessions/", count=None),
        plain("With a count", label="Evening", url="/sessions/", count=12),
        plain("Chosen", label="This week", url="/sessions/", count=8, on=True),
        plain(
            "Active filter", label="Under ₹500", url="/sessions/", on=True, remove=True, count=None
        ),
    ),
    row(
        "tabs",
        "Tabs",
        plain(
            "Second of three",
            label="Parts of the sample",
            tabs=[("Upcoming", "/a/"), ("Past", "/patterns/"), ("Cancelled", "/b/")],
        ),
        wide=True,
    ),
    row(
        "pagination",
        "Pagination",
        State("First page", lambda: page(1, 12)),
        State("In the middle", lambda: page(6, 12)),
        wide=True,
    ),
    row(
        "breadcrumbs",
        "Breadcrumbs",
        plain("Two levels up", trail=[("Home", "/"), ("Sessions", "/sessions/")], here="Git"),
        wide=True,
    ),
)


def _field(name: str, *, wrong: bool = False, optional: bool = False) -> Callable[[], Context]:
    return lambda: {"field": (wrong_form() if wrong else empty_form())[name], "optional": optional}


@dataclass(frozen=True)
class _Message:
    text: str
    level_tag: str

    def __str__(self) -> str:
        return self.text


FORMS = (
    row(
        "field",
        "Fields",
        State("With help", _field("name")),
        State("Optional", _field("about", optional=True)),
        State("Wrong", _field("email", wrong=True)),
        State("Password", _field("password")),
        State("Choice", _field("topic")),
        State("Tick", _field("terms")),
        State("Tick, wrong", _field("terms", wrong=True)),
        State("One of several", _field("level")),
        State("Cannot be changed", _field("closed")),
    ),
    row(
        "field_words",
        "What stands below a field",
        State("Help", _field("name")),
        State("Error", _field("email", wrong=True)),
    ),
    row(
        "form_errors",
        "What is wrong with a form",
        State("After it was sent", lambda: {"form": wrong_form()}),
        wide=True,
    ),
    row(
        "picture_input",
        "Picture",
        State(
            "Nothing chosen", lambda: {"file": empty_form()["file"], "crop": empty_form()["crop"]}
        ),
    ),
    row(
        "note",
        "Notes",
        plain("To know", text="Your mentor sees your name and your question.", kind="info"),
        plain("Done", text="Saved.", kind="success"),
        plain("Take care", text="The clocks change that night.", kind="warning"),
        plain("Wrong", text="The seat was taken a moment ago.", kind="error"),
        wide=True,
    ),
    row(
        "flashes",
        "What happened on the page before",
        State(
            "Two of them",
            lambda: {
                "messages": [
                    _Message("Your seat is held until 7:42 pm.", "success"),
                    _Message("Your session was cancelled.", "error"),
                ]
            },
        ),
        wide=True,
    ),
)
