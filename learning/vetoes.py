"""What of learning keeps an account from being deleted: what somebody else counts on."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from peerlearn.accounts import erasure_vetoes
from peerlearn.accounts.models import User

from .enums import SEATED, SessionState
from .models import Booking, Session

OPEN = (SessionState.SCHEDULED, SessionState.LIVE)


def against_erasure(user: User) -> Iterator[str]:
    """Yield a sentence for seats taken and sessions announced that are not over."""
    seats = Booking.objects.filter(learner=user, state__in=SEATED, session__state__in=OPEN)
    if count := seats.count():
        yield (
            ngettext(
                "You have a seat in %d session to come: take part in it or give the seat back.",
                "You have seats in %d sessions to come: take part in them or give the seats back.",
                count,
            )
            % count
        )
    if count := Session.objects.filter(mentor__user=user, state__in=OPEN).count():
        yield (
            ngettext(
                "You teach %d session to come: hold it or cancel it.",
                "You teach %d sessions to come: hold them or cancel them.",
                count,
            )
            % count
        )


def register() -> None:
    """Make the veto known; called once, when the apps are ready."""
    erasure_vetoes.register("learning", against_erasure)
