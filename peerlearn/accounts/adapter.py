"""How allauth makes accounts and where it sends people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import stages
from .enums import Role
from .services import audit
from .services.people import grant_role


class AccountAdapter(DefaultAccountAdapter):
    """PeerLearn's account rules on allauth's flows."""

    # Every failed login reads alike, so that nobody learns which addresses have accounts.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Invalid credentials"),
        "invalid_login": _("Invalid credentials"),
        "account_inactive": _("Invalid credentials"),
    }

    def get_login_stages(self) -> list[str]:
        """Ask for the second factor last, whichever way somebody came in."""
        return [*super().get_login_stages(), stages.PATH]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the person the credentials belong to; somebody deactivated is nobody."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send people to their own dashboard."""
        return reverse("home-redirect")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """After confirming an address people log in."""
        return settings.LOGIN_URL


class SocialAdapter(DefaultSocialAccountAdapter):
    """How Google makes accounts: learners, with the name Google tells."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Return the unsaved person with address and one name."""
        user = super().populate_user(request, sociallogin, data)
        told = str(sociallogin.account.extra_data.get("name") or "")
        user.name = told.strip()[:120] or user.email.split("@", 1)[0]
        user.email = user.email.lower()
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """Store the person as a learner; what they want to learn is asked on the profile."""
        user = super().save_user(request, sociallogin, form)
        grant_role(user=user, role=Role.LEARNER)
        audit.record("signed_up", actor=user, subject=user, way="google")
        return user
