"""`manage.py createsuperuser`: Django's, and the address counts as confirmed.

Without a confirmed address nobody logs in here; whoever may run commands vouches for it. The first
login then leads to setting up the second factor.
"""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser

from ...models import User
from ...services import audit
from ...services.people import vouch_for_address


class Command(createsuperuser.Command):
    """Makes an administrator who can log in."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the administrator as Django does, then vouch for the address."""
        super().handle(*args, **options)
        for user in User.objects.filter(is_superuser=True, emailaddress=None):
            vouch_for_address(user=user)
            audit.record("superuser_made", actor=None, subject=user)
