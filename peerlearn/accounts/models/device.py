"""Second factors: an authenticator app and backup codes, on django-otp's Device."""

import time
from base64 import b32encode
from binascii import unhexlify

from django.conf import settings
from django.db import models
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP
from django_otp.util import random_hex

from peerlearn.common.crypto import EncryptedTextField, fingerprints

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE_STEPS = 1


def new_secret() -> str:
    """Return a fresh secret of 20 bytes, in hex (RFC 4226 recommends 160 bits)."""
    return random_hex(20)


class AuthenticatorApp(TimestampMixin, ThrottlingMixin, Device):
    """A TOTP generator (RFC 6238). django-otp's own keeps its secret in the clear."""

    secret = EncryptedTextField(default=new_secret)
    last_step = models.BigIntegerField(default=-1, help_text="Codes up to this step are used up.")
    trust_round = models.PositiveIntegerField(
        default=0, help_text="Devices trusted in an earlier round are asked for a code again."
    )

    class Meta:
        constraints = [models.UniqueConstraint("user", name="one_authenticator_app")]

    def verify_token(self, token: str) -> bool:
        """Tell whether the code fits now and was not used before; wrong ones are throttled.

        The caller holds the row's lock.
        """
        if not self.verify_is_allowed()[0]:
            return False
        totp = TOTP(unhexlify(self.secret), step=STEP_SECONDS, digits=DIGITS)
        totp.time = time.time()
        is_code = token.isascii() and token.isdigit() and len(token) == DIGITS
        if not is_code or not totp.verify(int(token), TOLERANCE_STEPS, self.last_step + 1):
            self.throttle_increment(commit=True)
            return False
        self.last_step = totp.t()
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def get_throttle_factor(self) -> int:
        """Return the seconds the first wrong code costs; each further one doubles them."""
        return settings.OTP_THROTTLE_SECONDS

    @property
    def readable_secret(self) -> str:
        """Return the secret as people type it: base32 in groups of four."""
        text = b32encode(unhexlify(self.secret)).decode()
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


class BackupCodes(TimestampMixin, ThrottlingMixin, Device):
    """A set of codes for the day the phone is gone; each works once. Only digests are kept."""

    class Meta:
        constraints = [models.UniqueConstraint("user", name="one_set_of_backup_codes")]

    def verify_token(self, token: str) -> bool:
        """Use up a code; wrong ones are throttled. The caller holds the row's lock."""
        if not self.verify_is_allowed()[0]:
            return False
        digests = fingerprints(normal_code(token), "backup-code")
        if not self.codes.filter(digest__in=digests).delete()[0]:
            self.throttle_increment(commit=True)
            return False
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def get_throttle_factor(self) -> int:
        """Return the seconds the first wrong code costs; each further one doubles them."""
        return settings.OTP_THROTTLE_SECONDS


class BackupCode(models.Model):
    """One unused code of a set."""

    device = models.ForeignKey(BackupCodes, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint("device", "digest", name="backup_code_once")]

    def __str__(self) -> str:
        return f"a backup code of {self.device_id}"


def normal_code(typed: str) -> str:
    """Return a backup code as it was drawn, whatever spaces, dashes and capitals were typed."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())
