"""Who may open a page: decorators for views and permission classes for the API."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from peerlearn.common.errors import NotAllowed

from .enums import Role

View = Callable[..., HttpResponse]

WORDS = {Role.LEARNER: _("learners"), Role.MENTOR: _("mentors")}


def role_required(role: Role | str) -> Callable[[View], View]:
    """Let in who is logged in and holds the role.

    Anonymous visitors go to the login page and come back; anybody else gets a 403 that says why.
    """
    role = Role(role)

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_role(role):
                raise NotAllowed("wrong_role", _("This page is for %s.") % WORDS[role])
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class HasRole(BasePermission):
    """API permission: the view names the role in `required_role`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Tell whether the caller holds the role the view names."""
        role = getattr(view, "required_role", None)
        return bool(request.user.is_authenticated and (role is None or request.user.has_role(role)))
