"""Logins of API clients: families of refresh tokens, of each of which exactly one is good.

A token carries hints (role, roles, otp) and proves who holds it; whether it still opens anything is
decided by its family's row at each request, so that logging out takes effect at once.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from peerlearn.common import origin
from peerlearn.common.clock import now
from peerlearn.common.crypto import fingerprints
from peerlearn.common.errors import DomainError, NotAllowed

from ..models import RefreshFamily, User
from . import audit

UNAUTHORISED = 401
REFRESH_LIFETIME: timedelta = api_settings.REFRESH_TOKEN_LIFETIME
KEPT = timedelta(days=30)
BATCH = 100
FAMILY_CLAIM = "fam"
PASSWORD_CLAIM = "pwd"  # noqa: S105  (the name of a claim)


@dataclass(frozen=True)
class Pair:
    """An access token (10 minutes), the refresh token after it (14 days), and their family."""

    access: str
    refresh: str
    family: RefreshFamily


@transaction.atomic
def open_family(*, user: User, otp: bool) -> Pair:
    """Start an API login; `otp` tells whether a second factor was passed just now."""
    here = origin.current()
    moment = now()
    family = RefreshFamily.objects.create(
        user=user,
        current_jti=uuid4().hex,
        otp=otp,
        ip=here.ip,
        user_agent=here.user_agent,
        created_at=moment,
        last_used_at=moment,
        expires_at=moment + REFRESH_LIFETIME,
    )
    audit.record("api_login", actor=user, subject=user, family=str(family.pk), otp=otp)
    return _mint(family)


def rotate(*, refresh_text: str) -> Pair:
    """Trade a refresh token for a new pair; the old one is used up.

    401 token_invalid for one that is not good (any more); 401 token_reused for one traded before:
    one of its two holders is a thief, so the family ends. Of two trades at once one gets the pair
    and the other ends the family: a client must not send the same token twice.
    """
    token = _read(RefreshToken, refresh_text)
    family = living_family(token)
    moment, jti = now(), uuid4().hex
    expires = moment + REFRESH_LIFETIME
    mine = RefreshFamily.objects.filter(
        pk=family.pk, current_jti=token["jti"], revoked_at__isnull=True
    )
    if mine.update(current_jti=jti, last_used_at=moment, expires_at=expires):
        family.current_jti, family.last_used_at, family.expires_at = jti, moment, expires
        return _mint(family)
    with transaction.atomic():
        if not revoke(family=family, why="reuse"):
            raise _invalid()
        audit.record("token_reuse", actor=None, subject=family.user, family=str(family.pk))
    raise DomainError(
        "token_reused",
        "This refresh token was used before. For safety this login has ended; log in again.",
        status=UNAUTHORISED,
    )


def revoke(*, family: RefreshFamily, why: str) -> bool:
    """End a family; tell whether it lived until now. `why` is a word of at most 20 letters."""
    living = RefreshFamily.objects.filter(pk=family.pk, revoked_at__isnull=True)
    return bool(living.update(revoked_at=now(), revoked_why=why))


def revoke_all(*, user: User, why: str, except_family: RefreshFamily | None = None) -> int:
    """End all of somebody's families but perhaps one; return how many lived."""
    living = RefreshFamily.objects.filter(user=user, revoked_at__isnull=True)
    if except_family is not None:
        living = living.exclude(pk=except_family.pk)
    return living.update(revoked_at=now(), revoked_why=why)


@transaction.atomic
def log_out(*, refresh_text: str) -> None:
    """End the family of a refresh token; one that is good for nothing is ended already."""
    try:
        token = _read(RefreshToken, refresh_text)
    except DomainError:
        return
    family = RefreshFamily.objects.select_related("user").filter(pk=token.get(FAMILY_CLAIM)).first()
    if family is not None and revoke(family=family, why="logout"):
        audit.record("api_logout", actor=family.user, subject=family.user, family=str(family.pk))


def forget_old() -> int:
    """Delete families over for a month, with the addresses they were used from; returns how many.

    A hundred rows a transaction, so that nobody waits for it.
    """
    before, gone = now() - KEPT, 0
    over = RefreshFamily.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))
    while batch := list(over.values_list("pk", flat=True)[:BATCH]):
        gone += RefreshFamily.objects.filter(pk__in=batch).delete()[0]
    return gone


def read_access(text: str) -> Token:
    """Return a verified access token; 401 token_invalid if it is forged, foreign or expired."""
    return _read(AccessToken, text)


def living_family(token: Token) -> RefreshFamily:
    """Return the family of a verified token, its user loaded, if it may still be used.

    401 token_invalid after logout, deactivation or a change of password; 403 otp_required for staff
    who logged in without a second factor.
    """
    family = (
        RefreshFamily.objects.select_related("user")
        .filter(pk=token.get(FAMILY_CLAIM), revoked_at__isnull=True)
        .first()
    )
    if family is None or not family.user.is_active:
        raise _invalid()
    if token.get(PASSWORD_CLAIM) not in fingerprints(family.user.password, "token"):
        raise _invalid()
    if family.user.works_here and not family.otp:
        raise NotAllowed("otp_required", "Log in with your second factor first.")
    return family


def _mint(family: RefreshFamily) -> Pair:
    user = family.user
    refresh = RefreshToken.for_user(user)
    refresh["jti"] = family.current_jti
    refresh["role"], refresh["roles"] = user.home_role, sorted(user.roles)
    refresh["otp"], refresh[FAMILY_CLAIM] = family.otp, str(family.pk)
    refresh[PASSWORD_CLAIM] = fingerprints(user.password, "token")[0]
    access = refresh.access_token
    for token in (refresh, access):
        token.set_iat(at_time=now())
        token.set_exp(from_time=now())
    return Pair(access=str(access), refresh=str(refresh), family=family)


def _read(kind: type[Token], text: str) -> Token:
    try:
        return kind(text)  # type: ignore[arg-type]  # the library's annotation forgets the text
    except TokenError as error:
        raise _invalid() from error


def _invalid() -> DomainError:
    return DomainError(
        "token_invalid", "This token is not valid (any more). Log in again.", status=UNAUTHORISED
    )
