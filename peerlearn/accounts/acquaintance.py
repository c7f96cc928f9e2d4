"""Whom somebody has to do with: only they can be blocked, so that ids tell nobody's name.

Each app that brings people together registers its part in `AppConfig.ready`.
"""

from collections.abc import Callable

from .models import User

# Tells whether the first has met, or can see, the second.
Knows = Callable[[User, User], bool]

_parts: dict[str, Knows] = {}


def register(key: str, knows: Knows) -> None:
    """Make a part known; the same key twice is a programming error."""
    if _parts.setdefault(key, knows) is not knows:
        raise ValueError(f"acquaintance {key} is registered twice")


def known_to(user: User, person_id: int) -> User | None:
    """Return the person with that id if `user` has to do with them."""
    person = User.objects.filter(pk=person_id).exclude(pk=user.pk).first()
    if person is None or not any(knows(user, person) for knows in _parts.values()):
        return None
    return person
