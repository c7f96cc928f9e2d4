"""`manage.py replay_webhook EVENT_ID ...`: act on stored events of the gateway anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from payments.models import WebhookEvent
from payments.services import webhooks


class Command(BaseCommand):
    """Replay events by the gateway's ids; what they did is not done twice."""

    help = "Act on stored webhook events anew; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the ids of events (x-razorpay-event-id)."""
        parser.add_argument("event_id", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what became of each; exits 1 if one is not known or its body was emptied."""
        missing = []
        for event_id in options["event_id"]:
            event = WebhookEvent.objects.filter(event_id=event_id, redacted_at=None).first()
            if event is None:
                missing.append(event_id)
                continue
            outcome = webhooks.replay(event_pk=event.pk) or "waits: the sweep tries it again"
            self.stdout.write(f"{event_id} ({event.kind}): {outcome}")
        if missing:
            raise CommandError(f"Not here, or emptied by now: {', '.join(missing)}")
