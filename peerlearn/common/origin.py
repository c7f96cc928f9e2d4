"""Where a request comes from, for logs of who did what; empty in tasks and commands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

USER_AGENT_CHARACTERS = 200


@dataclass(frozen=True)
class Origin:
    """Address and program of a request."""

    ip: str | None = None
    user_agent: str = ""


_current: ContextVar[Origin | None] = ContextVar("origin", default=None)


def current() -> Origin:
    """Return where the act under way comes from."""
    return _current.get() or Origin()


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Make `current()` answer `origin` inside the block."""
    token = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(token)


def of_request(request: HttpRequest) -> Origin:
    """Return a request's origin; the address is the one our last trusted proxy saw."""
    try:
        ip = get_adapter().get_client_ip(request)
    except PermissionDenied:  # fewer proxies in front than settings promise
        ip = request.META.get("REMOTE_ADDR")
    agent = request.META.get("HTTP_USER_AGENT", "")[:USER_AGENT_CHARACTERS]
    return Origin(ip=ip or None, user_agent=agent)


class OriginMiddleware:
    """Remember the origin while a request is served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request with its origin known."""
        with coming_from(of_request(request)):
            return self.get_response(request)
