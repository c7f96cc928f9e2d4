"""Who may open a page: decorators for views and permission classes for the API."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from .rights import Permission, demand

View = Callable[..., HttpResponse]


def permission_required(permission: Permission) -> Callable[[View], View]:
    """Let in who is logged in and may do that.

    Anonymous visitors go to the login page and come back; anybody else gets a 403 that says why.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            demand(request.user, permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class _Needs(BasePermission):
    permission: Permission

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Refuse strangers with DRF's 401, and who may not with a 403 that says why."""
        if not request.user.is_authenticated:
            return False
        demand(request.user, self.permission)
        return True


def Needs(permission: Permission) -> type[BasePermission]:
    """Return the API permission class that lets in who is logged in and may do that."""
    return type(f"Needs_{permission}", (_Needs,), {"permission": permission})
