"""`manage.py reconcile`: what the sweeps of payments do by the clock, now and by hand."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.gateway import GatewayError
from payments.models import ReconIssue
from payments.pacing import paced
from payments.recon_enums import ReconState
from payments.services import (
    payout_sending,
    reconcile,
    reconcile_lists,
    reconcile_settlements,
    refunds,
    webhooks,
)

PARTS: dict[str, tuple[str, Callable[[], int]]] = {
    "orders": ("open orders asked after", reconcile.ask_after_orders),
    "fulfil": ("paid orders given", reconcile.fulfil_due),
    "refunds": ("refunds sent or asked after", refunds.sweep),
    "payouts": ("payouts sent or asked after", payout_sending.sweep),
    "webhooks": ("parked webhooks tried again", webhooks.sweep),
    "payments": ("payments compared with the gateway's list", reconcile_lists.payments),
    "refund-list": ("refunds compared with the gateway's list", reconcile_lists.refunds),
    "expiring": ("authorised payments about to lapse", reconcile_lists.near_expiry),
    "settlement": ("settlements booked", reconcile_settlements.settlements),
    "ledger": ("sentences of check_ledger", reconcile_settlements.ledger_check),
}


class Command(BaseCommand):
    """Find what was lost on the way; safe to run twice, or beside the sweeps."""

    help = "Compare payments with the gateway and put right what only goes forward."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch for each part; none means all of them."""
        for name, (words, _) in PARTS.items():
            parser.add_argument(
                f"--{name}", action="append_const", const=name, dest="only", help=words
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the parts asked for; exits 1 if the gateway does not answer."""
        silent = []
        for name in options["only"] or PARTS:
            words, run = PARTS[name]
            try:
                with paced():
                    self.stdout.write(f"{name}: {run()} {words}")
            except GatewayError as error:
                silent.append(name)
                self.stderr.write(f"{name}: the gateway does not answer ({error})")
        waiting = ReconIssue.objects.filter(state=ReconState.OPEN).count()
        self.stdout.write(f"{waiting} issues wait for somebody.")
        if silent:
            raise CommandError(f"Not done: {', '.join(silent)}.")
