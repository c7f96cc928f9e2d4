"""`manage.py demo_payouts`: a demo mentor with an account, a payout paid and one asked for.

Called by load_demo; run again it does nothing. Everything goes through the services, at its moment.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from payments.models import Payout
from payments.payout_enums import MethodKind
from payments.payout_providers import MANUAL
from payments.services import earnings, ledger, payout_methods, payouts
from peerlearn.accounts.models import User
from peerlearn.common.clock import now, travel

MENTORS = tuple(f"mentor{number}@peerlearn.test" for number in ("", 2, 3, 4))
# Parts of what is available: one is paid, one is asked for, the rest can be tried out.
PARTS = 4
RUPEES = 100_00  # paise; demo payouts are whole hundreds of rupees
UTR = "HDFCN52026000417"


class Command(BaseCommand):
    """Fills the pages about payouts with something to see."""

    requires_system_checks = ()
    help = "Give one demo mentor a verified account, a paid payout and one that waits."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, unless it is there or nothing is earned yet."""
        if not settings.DEV_TOOLS:
            raise CommandError("demo_payouts makes payouts nobody asked for: dev tools only.")
        while earnings.mature():
            pass
        people = list(User.objects.filter(email__in=MENTORS).order_by("email"))
        boss = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if not people or boss is None or Payout.objects.filter(payee__in=people).exists():
            return
        mentor = max(people, key=lambda one: ledger.balance(ledger.mentor_available(one.pk)))
        part = ledger.balance(ledger.mentor_available(mentor.pk)) // PARTS // RUPEES * RUPEES
        if part < settings.PAYOUT_MIN or settings.PAYOUT_PROVIDER != MANUAL:
            return
        boss.is_verified = lambda: True  # type: ignore[attr-defined]  # staff at their desk
        self._play(mentor, boss, part)
        self.stdout.write(f"  payouts: {mentor.email} has one paid and one waiting")

    def _play(self, mentor: User, boss: User, part: int) -> None:
        moment = now()
        with travel(moment - timedelta(days=12)):
            method = payout_methods.add(
                user=mentor,
                kind=MethodKind.BANK,
                holder=mentor.name,
                account="50100234567890",
                ifsc="HDFC0000123",
            )
        with travel(moment - timedelta(days=11)):
            payout_methods.verify(actor=boss, method_id=method.pk)
        with travel(moment - timedelta(days=9)):
            paid = payouts.request(user=mentor, method_id=method.pk, amount=part)
        with travel(moment - timedelta(days=8, hours=20)):
            payouts.approve(actor=boss, payout_id=paid.pk)
        with travel(moment - timedelta(days=8)):
            payouts.mark_paid(actor=boss, payout_id=paid.pk, utr=UTR)
        with travel(moment - timedelta(hours=3)):
            payouts.request(user=mentor, method_id=method.pk, amount=part)
