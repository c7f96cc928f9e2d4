"""Before something that can hurt, people confirm once more who they are."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from peerlearn.common.clock import now

from .models import User
from .services.two_factor import has_second_factor

KEY = "stepped_up"
SECONDS = 600
BY_CODE, BY_PASSWORD = "code", "password"

View = Callable[..., HttpResponse]


def way_of(user: User) -> str:
    """Return how somebody confirms: with a code if they can, else the password, "" if neither.

    Neither has who came by Google alone; that login is all we know of them.
    """
    if has_second_factor(user):
        return BY_CODE
    return BY_PASSWORD if user.has_usable_password() else ""


def note(request: HttpRequest, user: User, way: str) -> None:
    """Remember in the session that `user` has just confirmed in this way."""
    request.session[KEY] = {"way": way, "at": now().timestamp(), "user": user.pk}


def stepped_up(request: HttpRequest) -> bool:
    """Tell whether the person confirmed in the last ten minutes in the best way they have."""
    way = way_of(request.user)
    told = request.session.get(KEY) or {}
    if not way:
        return True
    fresh = 0 <= now().timestamp() - told.get("at", 0) < SECONDS
    return fresh and told.get("way") == way and told.get("user") == request.user.pk


def step_up_required(view: View | None = None, *, back: str = "") -> Any:
    """Send who has not confirmed lately to do so, and back.

    Nothing that was posted is kept meanwhile: it may be a password. A view that only takes POST
    names the page with its button, `back`, where people then press it again.
    """
    if view is None:
        return partial(step_up_required, back=back)

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if stepped_up(request):
            return view(request, *args, **kwargs)
        target = reverse(back) if back else request.get_full_path()
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': target})}")

    return guarded
