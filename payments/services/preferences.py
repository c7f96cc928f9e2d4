"""How people like to pay."""

from peerlearn.accounts.models import User

from ..enums import PaymentMethod
from ..models import PaymentPreference


def set_method(*, user: User, method: PaymentMethod | str) -> PaymentPreference:
    """Remember the way of paying that checkout opens with; empty for none."""
    preference, _ = PaymentPreference.objects.update_or_create(
        user=user, defaults={"method": PaymentMethod(method)}
    )
    return preference


def method_of(user: User) -> str:
    """Return the gateway's name of the preferred way of paying; empty for none."""
    found = PaymentPreference.objects.filter(user=user).values_list("method", flat=True).first()
    return found or ""


def forget(*, user_id: int) -> None:
    """Remember no way of paying of somebody any more."""
    PaymentPreference.objects.filter(user_id=user_id).delete()
