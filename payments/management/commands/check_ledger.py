"""`manage.py check_ledger`: exits 1 and says what does not add up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from payments.gateway import GatewayError
from payments.queries import ledger_faults
from payments.services.gateway_audit import gateway_faults


class Command(BaseCommand):
    """Check the invariants of the ledger."""

    help = "Check that the ledger adds up; changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --gateway."""
        parser.add_argument(
            "--gateway",
            action="store_true",
            help="Ask the gateway, too, what it took and gave back.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault; raise if there is one."""
        count = 0
        try:
            for fault in ledger_faults():
                self.stderr.write(fault)
                count += 1
            for fault in gateway_faults() if options["gateway"] else ():
                self.stderr.write(fault)
                count += 1
        except GatewayError as error:
            raise CommandError(f"The gateway does not answer: {error}") from error
        if count:
            raise CommandError(f"{count} faults in the ledger.")
        self.stdout.write("The ledger adds up.")
