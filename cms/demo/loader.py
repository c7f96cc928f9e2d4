"""Loads the demo once and tops it up on every further run."""

from collections.abc import Callable
from dataclasses import dataclass, field

from learning.models import Session
from learning.services import earning

from .cashier import Cashier
from .looks import look_around
from .pages import write_pages
from .people import anchor, make_everybody
from .plan import showings
from .stage import Stage
from .topup import top_up
from .wishes import ask_all


@dataclass
class Loaded:
    """What one run made."""

    planned: int = 0
    added: list[Session] = field(default_factory=list)


def load(tell: Callable[[str], None]) -> Loaded:
    """Make whatever of the demo is missing; `tell` hears how far it is.

    Every step looks for what is there already, so it may be run, and stopped, at any time.
    """
    start = anchor()
    done = Loaded()
    cast = make_everybody(start)
    write_pages()
    with Cashier() as cashier:
        stage = Stage(cast, cashier, start)
        known = set(Session.objects.values_list("mentor_id", "starts_at"))
        missing = [
            showing
            for showing in showings(start)
            if (cast.mentors[showing.lesson.mentor].pk, showing.starts_at) not in known
        ]
        for number, showing in enumerate(missing, start=1):
            stage.play(showing)
            done.planned += 1
            if number % 40 == 0:
                tell(f"{number} of {len(missing)} sessions")
        ask_all(cast, start)
        done.added = top_up(stage)
    earning.catch_up()
    look_around(start)
    return done
