"""Where people land after login."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..queries import home_of


@login_required
def home_redirect(request: HttpRequest) -> HttpResponse:
    """Send somebody to the dashboard of their role."""
    return redirect(home_of(request.user))
