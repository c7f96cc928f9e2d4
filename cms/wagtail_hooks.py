"""What Wagtail's admin learns from us."""

from django.urls import URLPattern, re_path
from django.views.generic import RedirectView
from wagtail import hooks

from peerlearn.accounts.models import User

from .choosers import mentor_chooser, session_chooser


@hooks.register("register_admin_viewset")
def choosers() -> list:
    """Register how mentors and sessions are picked."""
    return [mentor_chooser, session_chooser]


@hooks.register("register_admin_urls")
def dashboard() -> list[URLPattern]:
    """Send /admin/dashboard to the admin's first page, which is its dashboard."""
    return [re_path(r"^dashboard/?$", RedirectView.as_view(pattern_name="wagtailadmin_home"))]


@hooks.register("get_avatar_url")
def picture(user: User, size: int) -> str | None:
    """Show the account's own picture."""
    return user.avatar_url or None
