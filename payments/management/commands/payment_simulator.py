"""`manage.py payment_simulator`: a Razorpay for machines without keys."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from payments.simulator import server
from payments.simulator.webhooks import TIME_SCALE

PAYOUT_SECONDS = 5.0


class Command(BaseCommand):
    """Serve until stopped."""

    help = "Run the payment simulator."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it listens and whom it tells."""
        parser.add_argument("--port", type=int, default=getattr(settings, "SIMULATOR_PORT", 9100))
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--exposed", action="store_true", help="Let --host be an address others reach."
        )
        default = f"{settings.SITE_URL}/api/payments/webhook/"
        parser.add_argument("--webhook-url", default=default)
        parser.add_argument("--seed", type=int, help="Draw the same ids each time.")
        parser.add_argument("--payout-seconds", type=float, default=PAYOUT_SECONDS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or Ctrl+C."""
        secrets = [*settings.RAZORPAY_WEBHOOK_SECRETS, "", ""]
        try:
            running = server.start(
                key_id=settings.RAZORPAY_KEY_ID,
                key_secret=settings.RAZORPAY_KEY_SECRET,
                webhook_secret=secrets[0],
                old_secret=secrets[1],
                webhook_url=options["webhook_url"],
                scale=getattr(settings, "SIM_TIME_SCALE", TIME_SCALE),
                payout_seconds=options["payout_seconds"],
                seed=options["seed"],
                host=options["host"],
                port=options["port"],
                exposed=options["exposed"],
                path=Path(settings.MEDIA_ROOT).parent / "simulator" / "simulator.sqlite3",
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write(f"Payment simulator at {running.url}")
        stop.wait()
        running.stop()
