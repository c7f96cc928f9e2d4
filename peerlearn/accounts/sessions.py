"""What a browser session knows of how its person proved themselves."""

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django_otp import login as otp_login

from . import step_up
from .services.two_factor import Factor


def elevate(request: HttpRequest, factor: Factor) -> None:
    """Make this session a verified one, under a new key: the old one may have been seen."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)
    otp_login(request, factor)
    step_up.note(request, request.user, step_up.BY_CODE)
