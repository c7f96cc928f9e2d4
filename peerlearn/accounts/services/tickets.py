"""Tickets between the password and the one-time code of an API login: signed, short, single use."""

from uuid import uuid4

from django.core import signing
from django.core.cache import cache

from peerlearn.common.crypto import fingerprints
from peerlearn.common.errors import DomainError

from ..models import User
from . import two_factor

SALT = "peerlearn.accounts.otp-ticket"
SECONDS = 300
PURPOSE = "otp-ticket"


def issue(*, user: User) -> str:
    """Return a ticket that says: this person gave the right password less than 5 minutes ago."""
    claims = {
        "user": user.pk,
        "password": fingerprints(user.password, PURPOSE)[0],
        "number": uuid4().hex,
    }
    return signing.dumps(claims, salt=SALT)


def redeem(*, ticket: str, code: str) -> User:
    """Return who holds ticket and code; both are used up.

    401 ticket_invalid for a ticket that is forged, used, older than five minutes or from before a
    new password; 400 wrong_code and 429 slow_down leave it good for another try.
    """
    try:
        claims = signing.loads(ticket, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise _invalid() from error
    used = f"otp-ticket:{claims['number']}"
    user = User.objects.filter(pk=claims["user"], is_active=True).first()
    if user is None or cache.get(used):
        raise _invalid()
    if claims["password"] not in fingerprints(user.password, PURPOSE):
        raise _invalid()
    two_factor.verify(user=user, code=code)
    if not cache.add(used, 1, SECONDS):  # somebody else was quicker with another code
        raise _invalid()
    return user


def _invalid() -> DomainError:
    text = "This login took too long or was finished already. Start with your password again."
    return DomainError("ticket_invalid", text, status=401)
