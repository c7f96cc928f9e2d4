"""A new e-mail address, agreed to from the old mailbox and from the new one."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from peerlearn.common.errors import Conflict, DomainError

from ..models import User
from . import audit

SALT = "peerlearn.accounts.addresses"
SECONDS = 24 * 3600
FROM_OLD, FROM_NEW = "old", "new"


def ask(*, user: User, email: str) -> None:
    """Mail the present address a link to agree to the change; nothing changes yet.

    Whether the new address has an account is not said. DomainError("invalid_email") or
    ("same_email").
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise DomainError("invalid_email", "This is not an e-mail address.") from error
    if email == user.email:
        raise DomainError("same_email", "This is your address already.")
    audit.record("email_change_asked", actor=user, subject=user)
    _mail(user, to=user.email, new=email, agreed=FROM_OLD)


def read(token: str) -> tuple[User, str, str]:
    """Return who, the new address, and which mailbox a link came from.

    Conflict("link_is_over") for one that is old, forged, used, or from before a new password.
    """
    over = Conflict("link_is_over", "This link is used or too old. Ask for the change again.")
    try:
        told: Any = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise over from error
    user = User.objects.filter(pk=told["user"], is_active=True).first()
    if user is None or told["bound"] != _binding(user):
        raise over
    return user, told["new"], told["agreed"]


def agree(*, token: str) -> bool:
    """Take the next step of a change; returns whether it is done.

    The old mailbox's link sends one to the new mailbox, whose link makes the change.
    """
    user, new, agreed = read(token)
    if agreed == FROM_OLD:
        _mail(user, to=new, new=new, agreed=FROM_NEW)
        return False
    _change(user, new)
    get_adapter().send_notification_mail(
        "account/email/email_changed",
        user,
        context={"from_email": user.email, "to_email": new},
        email=user.email,
    )
    return True


def _change(user: User, new: str) -> None:
    try:
        with transaction.atomic():
            changed = User.objects.filter(pk=user.pk, email=user.email).update(email=new)
            if not changed:
                raise Conflict("link_is_over", "The address was changed meanwhile.")
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=new, primary=True, verified=True)
            audit.record("email_changed", actor=user, subject=user)
    except IntegrityError as error:
        raise Conflict("email_taken", "This address can't be used.") from error


def _binding(user: User) -> str:
    """Return what ends with the present address and password: a link works for neither's heir."""
    return salted_hmac(SALT, f"{user.pk}:{user.email}:{user.password}").hexdigest()


def _mail(user: User, *, to: str, new: str, agreed: str) -> None:
    told = {"user": user.pk, "new": new, "agreed": agreed, "bound": _binding(user)}
    path = reverse("email-change", args=[signing.dumps(told, salt=SALT)])
    get_adapter().send_mail(
        f"account/email/change_from_{agreed}",
        to,
        {"user": user, "new_email": new, "link": f"{settings.SITE_URL}{path}"},
    )
