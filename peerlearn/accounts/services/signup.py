"""Signing up: the account, its unconfirmed address, and the mail that lets somebody in.

Whoever signs up learns nothing about an address: one that has an account gets another mail.
"""

from collections.abc import Iterable
from contextlib import suppress
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from peerlearn.common.errors import Conflict

from .. import mails
from ..enums import Role
from ..models import User
from . import audit
from .people import create_person


@transaction.atomic
def sign_up(
    *,
    email: str,
    name: str,
    password_hash: str,
    time_zone: str,
    roles: Iterable[Role | str],
    avatar: ContentFile | None = None,
    languages: Iterable[str] = (),
) -> User | None:
    """Make a person with an unconfirmed address; None where the address has an account already.

    `password_hash` comes from make_password, `avatar` from clean_picture. After the commit a mail
    goes out: the confirmation, or "you have an account" to whom the address belongs.
    """
    email = email.strip().lower()
    roles = [Role(role) for role in roles]
    user = None
    if not _owners(email).exists():
        with suppress(Conflict):  # somebody else took the address a moment ago
            user = create_person(
                email=email, name=name, password=None, roles=roles, time_zone=time_zone
            )
    if user is None:
        mails.tell_of_account(email)
        return None
    user.password = password_hash
    user.languages = list(languages)
    if avatar is not None:
        user.avatar.save(f"{uuid4().hex}.webp", avatar, save=False)
    user.save(update_fields=["password", "languages", "avatar"])
    audit.record("signed_up", actor=user, subject=user, roles=[str(role) for role in roles])
    mails.ask_to_confirm(user)
    return user


def _owners(email: str) -> QuerySet[User]:
    """Whose the address is: by account, or as a confirmed second address."""
    confirmed = EmailAddress.objects.filter(email=email, verified=True).values("user_id")
    return User.objects.filter(email=email) | User.objects.filter(pk__in=confirmed)
