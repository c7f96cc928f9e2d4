"""`manage.py payment_simulator`: a Razorpay for machines without keys."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from payments.simulator import server


class Command(BaseCommand):
    """Serve until stopped."""

    help = "Run the payment simulator."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it listens and whom it tells."""
        parser.add_argument("--port", type=int, default=getattr(settings, "SIMULATOR_PORT", 9100))
        parser.add_argument("--host", default="127.0.0.1")
        default = f"{settings.SITE_URL}/api/payments/webhook/"
        parser.add_argument("--webhook-url", default=default)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or Ctrl+C."""
        if settings.RAZORPAY_KEY_ID.startswith("rzp_live_"):
            raise CommandError("The simulator refuses live keys.")
        running = server.start(
            key_id=settings.RAZORPAY_KEY_ID,
            key_secret=settings.RAZORPAY_KEY_SECRET,
            webhook_secret=next(iter(settings.RAZORPAY_WEBHOOK_SECRETS), ""),
            webhook_url=options["webhook_url"],
            host=options["host"],
            port=options["port"],
            path=Path(settings.MEDIA_ROOT).parent / "simulator" / "simulator.sqlite3",
        )
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write(f"Payment simulator at {running.url}")
        stop.wait()
        running.stop()
