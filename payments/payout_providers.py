"""Who sends payouts. One port: `get(name)` answers with a provider, or None for our own hands."""

from typing import Any, Protocol

from django.conf import settings

from .gateway import PayoutRequest, get_gateway
from .models import Payout, PayoutMethod
from .payout_enums import MethodKind

MANUAL, RAZORPAYX = "manual", "razorpayx"
NAMES = (MANUAL, RAZORPAYX)
IMPS_MOST = 5_00_000_00  # paise; above it the bank's slower way

Entity = dict[str, Any]


class Provider(Protocol):
    """Sends money without us. Every call may raise GatewayError; none is made in a transaction."""

    def register_payee(self, method: PayoutMethod) -> str:
        """Make a payee known; returns the provider's id of them, the same when asked again."""

    def register_account(self, method: PayoutMethod) -> str:
        """Make an account of a known payee known; returns its id, the same when asked again."""

    def send(self, payout: Payout) -> Entity:
        """Send a payout; with the same key once, however often it is called."""

    def look(self, payout: Payout) -> Entity:
        """Return how a payout stands that the provider has given an id."""

    def find(self, payout: Payout) -> list[Entity]:
        """Return what the provider has under our key, without an id."""


class RazorpayX:
    """Razorpay's payouts (payments design 1.5)."""

    def register_payee(self, method: PayoutMethod) -> str:
        """Find or make the contact: a call whose answer was lost left one with our reference."""
        gateway, reference = get_gateway(), f"payee-{method.user_id}"
        known = gateway.contacts_with_reference(reference)
        contact = known[0] if known else gateway.create_contact(
            name=method.holder, email=method.user.email, reference=reference
        )  # fmt: skip
        return contact["id"]

    def register_account(self, method: PayoutMethod) -> str:
        """Make the fund account; Razorpay answers the same one for the same details."""
        if method.kind == MethodKind.UPI:
            kind, details = "vpa", {"address": method.account}
        else:
            kind = "bank_account"
            details = {
                "name": method.holder,
                "ifsc": method.ifsc,
                "account_number": method.account,
            }
        found = get_gateway().create_fund_account(
            contact_id=method.gateway_contact_id, kind=kind, details=details
        )
        return found["id"]

    def send(self, payout: Payout) -> Entity:
        """Send it; the body depends on nothing that changes between two tries."""
        method = payout.method
        by_bank = "IMPS" if payout.amount <= IMPS_MOST else "NEFT"
        return get_gateway().create_payout(
            PayoutRequest(
                account_number=settings.RAZORPAYX_ACCOUNT_NUMBER,
                fund_account_id=method.gateway_fund_account_id,
                amount=payout.amount,
                mode="UPI" if method.kind == MethodKind.UPI else by_bank,
                reference=payout.key,
                narration=payout.reference.replace("-", " "),
                key=payout.key,
            )
        )

    def look(self, payout: Payout) -> Entity:
        """Ask for it by its id."""
        return get_gateway().payout(payout.gateway_payout_id or "")

    def find(self, payout: Payout) -> list[Entity]:
        """Ask for it by our reference."""
        return get_gateway().payouts_with_reference(
            account_number=settings.RAZORPAYX_ACCOUNT_NUMBER, reference=payout.key
        )


_PROVIDERS: dict[str, Provider] = {RAZORPAYX: RazorpayX()}


def get(name: str) -> Provider | None:
    """Return the provider called so; None where our own people send the money."""
    return _PROVIDERS.get(name)
