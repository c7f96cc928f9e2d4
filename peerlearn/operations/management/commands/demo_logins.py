"""`manage.py demo_logins`: who one can log in as on a machine with demo content."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from ...demo_logins import LOGINS, PASSWORD


class Command(BaseCommand):
    """Prints the demo people, their password and where each begins."""

    help = "Print the demo logins."

    def handle(self, *args, **options) -> None:
        """Print a line a person."""
        if not settings.DEV_TOOLS:
            raise CommandError("There are no demo logins here: dev tools are off.")
        for login in LOGINS:
            self.stdout.write(f"{login['role']:14} {login['email']:26} {login['where']}")
        self.stdout.write(f"Password of all: {PASSWORD}")
        page = settings.SITE_URL + reverse("dev-logins")
        self.stdout.write(f"Codes of editor and administrator (two-factor login): {page}")
