"""The button that saves a session."""

from typing import Any
from urllib.parse import quote

from django import template
from django.http import HttpRequest

from peerlearn.accounts.rights import Permission, may

from ..queries import saved

register = template.Library()


@register.simple_tag(takes_context=True)
def saving(context: Any, session_id: int, url: str) -> dict[str, Any] | None:
    """Return what the toggle button needs: `url` to the login, or `action` and `on`.

    None for those who have no list of saved sessions. The same for every anonymous visitor; else
    one statement a request.
    """
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return {"url": f"/login/?next={quote(url)}", "action": "", "on": False}
    if not may(user, Permission.LEARN):
        return None
    held = getattr(request, "saved_sessions", None)
    if held is None:
        held = request.saved_sessions = saved.ids_of(user)  # type: ignore[attr-defined]
    return {"url": "", "action": f"/saved/{session_id}/", "on": session_id in held}
