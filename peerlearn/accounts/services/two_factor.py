"""The second factor: an authenticator app with backup codes, checked under a row lock."""

import secrets
from binascii import unhexlify
from math import ceil
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django_otp.oath import totp

from peerlearn.common.clock import now
from peerlearn.common.crypto import fingerprints
from peerlearn.common.errors import Conflict, DomainError, NotAllowed

from ..models import AuthenticatorApp, BackupCode, BackupCodes, User
from ..models.device import DIGITS, STEP_SECONDS, new_secret, normal_code
from ..signals import two_factor_changed
from . import audit

BACKUP_CODES = 10
BACKUP_SIGNS = 10
# Without what looks alike: 0 and o, 1, l and i.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

Factor = AuthenticatorApp | BackupCodes


def has_second_factor(user: User) -> bool:
    """Tell whether somebody's login asks for a code."""
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).exists()


def begin(*, user: User) -> AuthenticatorApp:
    """Return the app being set up, the same until it is confirmed; Conflict("two_factor_is_on")."""
    app, _ = AuthenticatorApp.objects.get_or_create(
        user=user, defaults={"name": "Authenticator app", "confirmed": False}
    )
    if app.confirmed:
        raise Conflict("two_factor_is_on", "Two-factor login is already on.")
    return app


def begin_anew(*, user: User) -> None:
    """Draw another secret for an app that is not confirmed yet."""
    AuthenticatorApp.objects.filter(user=user, confirmed=False).delete()
    AuthenticatorApp.objects.create(
        user=user, name="Authenticator app", confirmed=False, secret=new_secret()
    )


def hand_out_app(*, user: User) -> AuthenticatorApp:
    """Give somebody an app that needs no confirming, once: for demo content, not for people."""
    defaults = {"name": "Authenticator app", "confirmed": True}
    return AuthenticatorApp.objects.get_or_create(user=user, defaults=defaults)[0]


def current_code(app: AuthenticatorApp) -> str:
    """Return the six digits that the app's owner sees now."""
    return f"{totp(unhexlify(app.secret), step=STEP_SECONDS, digits=DIGITS):0{DIGITS}d}"


def confirm(*, user: User, code: str) -> tuple[AuthenticatorApp, list[str]]:
    """Turn two-factor login on with a code the app shows; returns the app and the backup codes.

    The codes can't be shown again. Raises DomainError wrong_code or slow_down, Conflict.
    """
    with transaction.atomic():
        app = AuthenticatorApp.objects.select_for_update(no_key=True).filter(user=user).first()
        if app is None:
            raise Conflict("two_factor_not_begun", "Begin by scanning the QR code.")
        if app.confirmed:
            raise Conflict("two_factor_is_on", "Two-factor login is already on.")
        wait = seconds_to_wait(app)
        fits = not wait and app.verify_token(compact(code))
        if fits:
            app.confirmed = True
            app.save(update_fields=["confirmed"])
            codes = _draw_codes(user)
            audit.record("two_factor_on", actor=user, subject=user)
            two_factor_changed.send(User, user_id=user.pk, change="on")
    # Raised after the commit: a wrong code must count.
    if not fits:
        raise _refusal(wait)
    return app, codes


def verify(*, user: User, code: str) -> Factor:
    """Return the factor that accepts `code`; a code works once.

    Six digits go to the app, anything else to the backup codes. Raises DomainError
    wrong_code (400) or slow_down (429, also for the right code inside the pause).
    """
    code = compact(code)
    kind: type[Factor] = AuthenticatorApp if len(code) == DIGITS and code.isdigit() else BackupCodes
    with transaction.atomic():
        factor = (
            kind.objects.select_for_update(no_key=True).filter(user=user, confirmed=True).first()
        )
        wait = seconds_to_wait(factor) if factor else 0
        fits = factor is not None and not wait and factor.verify_token(code)
        if not fits:
            audit.record("two_factor_refused", actor=None, subject=user, factor=kind.__name__)
        elif isinstance(factor, BackupCodes):
            left = factor.codes.count()
            audit.record("backup_code_used", actor=user, subject=user, left=left)
            two_factor_changed.send(User, user_id=user.pk, change="backup_code_used")
    # Raised after the commit: a wrong code must count.
    if not fits or factor is None:
        raise _refusal(wait)
    return factor


def _refusal(wait: int) -> DomainError:
    if wait:
        text = f"Too many wrong codes. Wait {wait} seconds, then try again."
        return DomainError("slow_down", text, status=429)
    return DomainError("wrong_code", "This code is wrong, used or too old. Wait for the next one.")


def seconds_to_wait(factor: Factor) -> int:
    """Return how many seconds a factor refuses every code after wrong ones; 0 for none."""
    allowed, why = factor.verify_is_allowed()
    if allowed:
        return 0
    return max(1, ceil((why["locked_until"] - now()).total_seconds()))


@transaction.atomic
def new_backup_codes(*, user: User) -> list[str]:
    """Draw a new set of codes; the old ones stop working. Conflict("two_factor_is_off")."""
    if (
        not AuthenticatorApp.objects.select_for_update(no_key=True)
        .filter(user=user, confirmed=True)
        .exists()
    ):
        raise Conflict("two_factor_is_off", "Turn on two-factor login first.")
    audit.record("backup_codes_drawn", actor=user, subject=user)
    two_factor_changed.send(User, user_id=user.pk, change="codes")
    return _draw_codes(user)


def _draw_codes(user: User) -> list[str]:
    holder, _ = BackupCodes.objects.get_or_create(user=user, defaults={"name": "Backup codes"})
    holder.codes.all().delete()
    holder.throttle_reset()
    codes = [
        "".join(secrets.choice(ALPHABET) for _ in range(BACKUP_SIGNS)) for _ in range(BACKUP_CODES)
    ]
    BackupCode.objects.bulk_create(
        BackupCode(device=holder, digest=fingerprints(normal_code(code), "backup-code")[0])
        for code in codes
    )
    half = BACKUP_SIGNS // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def codes_left(user: User) -> int:
    """Return how many backup codes are unused."""
    return BackupCode.objects.filter(device__user=user).count()


@transaction.atomic
def turn_off(*, actor: User, user: User, reason: str = "") -> None:
    """Forget somebody's second factor: their own act, or an administrator's for a lost phone.

    Staff can't do without: NotAllowed("two_factor_required") when they turn off their own.
    """
    if user.works_here and actor.pk == user.pk:
        raise NotAllowed("two_factor_required", "Staff can't do without two-factor login.")
    AuthenticatorApp.objects.filter(user=user).delete()
    BackupCodes.objects.filter(user=user).delete()
    audit.record("two_factor_off", actor=actor, subject=user, reason=reason)
    two_factor_changed.send(User, user_id=user.pk, change="off")


def compact(code: str) -> str:
    """Return a typed code without spaces and dashes, in small letters."""
    return normal_code(code[:64])


def setup_address(app: AuthenticatorApp) -> str:
    """Return the otpauth:// address that a QR code carries (Google Authenticator's key URI)."""
    label = quote(f"{settings.SITE_NAME}:{app.user.email}")
    query = urlencode(
        {
            "secret": app.readable_secret.replace(" ", ""),
            "issuer": settings.SITE_NAME,
            "algorithm": "SHA1",
            "digits": DIGITS,
            "period": STEP_SECONDS,
        }
    )
    return f"otpauth://totp/{label}?{query}"
