"""How often one person may do what costs an outside call: the throttle of pages."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from .errors import DomainError


def keep_pace(*, person_id: int, act: str, most: int, seconds: int) -> None:
    """Count one `act` of a person. Raises DomainError("slow_down", 429) beyond `most` in `seconds`.

    The window begins with the first act and is not moved by later ones.
    """
    key = f"common:pace:{act}:{person_id}"
    cache.add(key, 0, seconds)
    try:
        done = cache.incr(key)
    except ValueError:  # the window ended between the two
        return
    if done > most:
        raise DomainError("slow_down", _("That was often. Try again later."), status=429)
