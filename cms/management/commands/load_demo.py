"""`manage.py load_demo`: fill the site with demo content, or top it up."""

import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.demo.loader import load
from cms.demo.topup import walkable


class Command(BaseCommand):
    """Loads the demo; run again it only adds what should be live or starting soon."""

    # A second `make run` waits for this command; the server checks the system a moment later.
    requires_system_checks = ()
    help = "Fill the site with demo people, sessions and payments, or top up what starts soon."

    def handle(self, *args, **options) -> None:
        """Load, then tell what was made and where to begin."""
        if not settings.DEV_TOOLS:
            raise CommandError("load_demo makes accounts with a known password: dev tools only.")
        begun = time.monotonic()
        done = load(lambda text: self.stdout.write(f"  {text}"))
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"demo: {done.planned} sessions of the plan, {len(done.added)} around now, "
            f"in {seconds:.1f} s"
        )
        for word, free in (("paid", False), ("free", True)):
            session = walkable(free=free)
            if session:
                self.stdout.write(
                    f"  starts soon, {word}: {session.get_absolute_url()} "
                    f"by {session.mentor.user.email}"
                )
        # By name: cms does not import payments, nor operations beside it.
        call_command("demo_payouts", stdout=self.stdout)
        call_command("demo_logins", stdout=self.stdout)
