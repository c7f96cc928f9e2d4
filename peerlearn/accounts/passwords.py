"""Passwords that are long enough and still easy to guess."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from zxcvbn import zxcvbn

# The estimate takes long for long texts, and a long text is no easy guess.
LOOKED_AT = 72
LEAST_SCORE = 2
OWN_WORDS = ("name", "email")


class GuessableValidator:
    """Refuse what an attacker who knows the person would guess in less than a million tries.

    The same estimate as the one in the page (zxcvbn, Wheeler 2016): leaked passwords, words,
    dates, keyboard walks, and the person's own name and address.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError("password_guessable") with the reason, where there is one."""
        if not password:  # too short, as another rule says; zxcvbn would stumble
            return
        own = [str(getattr(user, field, "") or "") for field in OWN_WORDS] if user else []
        words = [word for text in own for word in (text, *text.replace("@", " ").split()) if word]
        found = zxcvbn(
            password[:LOOKED_AT], user_inputs=["peerlearn", *words], max_length=LOOKED_AT
        )
        if found["score"] >= LEAST_SCORE:
            return
        why = found["feedback"]["warning"] or _("Add a few words that do not belong together.")
        text = _("This password is easy to guess. %s") % why
        raise ValidationError(text, code="password_guessable")

    def get_help_text(self) -> str:
        """Return the rule in a line."""
        return str(gettext_lazy("It must not be easy to guess."))
