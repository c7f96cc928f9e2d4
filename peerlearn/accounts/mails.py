"""Allauth's mails about an address, sent within the request under way: links lead back to it.

Each address gets one of them in a while (allauth's `confirm_email` limit). The imports from
allauth's `internal` and `core` are pinned with allauth itself (65.21).
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.models import EmailAddress
from allauth.core import context

from .models import User


def ask_to_confirm(user: User) -> None:
    """Send somebody new the link that confirms their address."""
    if consume_email_verification_rate_limit(context.request, user.email):
        address = EmailAddress.objects.get(user=user, email=user.email)
        address.send_confirmation(context.request, signup=True)


def tell_of_account(email: str) -> None:
    """Tell the owner of an address that somebody signed up with it, and how to log in."""
    if consume_email_verification_rate_limit(context.request, email):
        get_adapter().send_account_already_exists_mail(email)
