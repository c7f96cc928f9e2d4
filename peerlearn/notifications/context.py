"""The bell, for every template; counted only where a template shows it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .queries import unread_count


def bell(request: HttpRequest) -> dict[str, Any]:
    """Return `unread_notices`, which asks the database only when it is rendered."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_notices": 0}
    return {"unread_notices": SimpleLazyObject(lambda: unread_count(user))}
