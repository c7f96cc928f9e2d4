"""What payments does when an account has news."""

from typing import Any

from django.dispatch import receiver

from peerlearn.accounts.signals import account_closed

from .services import preferences


@receiver(account_closed, dispatch_uid="payments.forget")
def forget_person(user_id: int, **_: Any) -> None:
    """Forget how somebody liked to pay; what was paid stays, as the law wants it."""
    preferences.forget(user_id=user_id)
