"""Why an account can't be deleted yet: each app registers its reasons in `AppConfig.ready`."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from .models import User

Veto = Callable[[User], Iterable[str]]

_vetoes: dict[str, Veto] = {}


def register(key: str, veto: Veto) -> None:
    """Make a veto known: it returns a sentence for each thing in the way, with what to do."""
    if _vetoes.setdefault(key, veto) is not veto:
        raise ValueError(f"veto {key} is registered twice")


def reasons(user: User) -> list[str]:
    """Return everything that is in the way, in plain sentences; empty if nothing is."""
    return [reason for key in sorted(_vetoes) for reason in _vetoes[key](user)]


def against_staff(user: User) -> Iterable[str]:
    """Refuse staff: another administrator takes their powers away first."""
    if user.works_here:
        return [_("You administer PeerLearn: have another administrator take that from you first.")]
    return []
