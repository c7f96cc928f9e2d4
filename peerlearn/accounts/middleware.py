"""Staff are nobody until they gave a code: the Wagtail admin, pages and API alike."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from peerlearn.common.errors import NotAllowed
from peerlearn.common.http import error_body

from .models import User
from .services.two_factor import has_second_factor

# What staff need to become verified, or to leave.
OPEN_NAMES = (
    "two-factor-setup",
    "two-factor-verify",
    "two-factor-secret",
    "account_reauthenticate",
    "logout",
    "healthz",
)
ADMIN = "/admin/"


def must_verify(user: User, path: str) -> bool:
    """Tell whether this session belongs to staff who have not given a code in it."""
    if not user.is_authenticated or user.is_verified():
        return False
    # Wagtail asks for a group's permission, not for our staff flag.
    return user.works_here or (path.startswith(ADMIN) and bool(user.group_names))


class StaffSecondFactorMiddleware:
    """Send staff without a verified session to set up their app, or to give a code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request, or send it to the code first."""
        if not must_verify(request.user, request.path) or self._is_open(request.path):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            refusal = NotAllowed("otp_required", "Give a code of your authenticator app first.")
            return JsonResponse(error_body(refusal), status=refusal.status)
        has_app = has_second_factor(request.user)
        page = reverse("two-factor-verify" if has_app else "two-factor-setup")
        target = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{page}?{urlencode({'next': target})}")

    @staticmethod
    def _is_open(path: str) -> bool:
        files = (settings.STATIC_URL, settings.MEDIA_URL)
        return path.startswith(files) or path in {reverse(name) for name in OPEN_NAMES}
