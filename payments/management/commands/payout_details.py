"""`manage.py payout_details PLP-000042 --by EMAIL`: where a payout goes, in full, for who pays it.

No page, file or log shows an account in full; who runs this at the server is noted.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from payments.services.payouts import details
from peerlearn.accounts.models import User
from peerlearn.common.errors import DomainError


class Command(BaseCommand):
    """Print the account of an approved payout."""

    help = "Print the account an approved payout goes to, in full; noted in the audit log."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the payout's reference and the address of who asks."""
        parser.add_argument("reference")
        parser.add_argument("--by", required=True, help="The e-mail address of who pays it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it; say why not."""
        actor = User.objects.filter(email=options["by"].lower()).first()
        digits = options["reference"].upper().removeprefix("PLP-")
        if actor is None or not digits.isdecimal():
            raise CommandError("There is no such person or payout.")
        try:
            lines = details(actor=actor, payout_id=int(digits))
        except DomainError as error:
            raise CommandError(error.message) from error
        for label, value in lines.items():
            self.stdout.write(f"{label}: {value}")
