"""`manage.py check_ledger`: exits 1 and says what does not add up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.queries import ledger_faults


class Command(BaseCommand):
    """Check the invariants of the ledger."""

    help = "Check that the ledger adds up."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault; raise if there is one."""
        faults = list(ledger_faults())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the ledger.")
        self.stdout.write("The ledger adds up.")
