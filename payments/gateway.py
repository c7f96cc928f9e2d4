"""The port to Razorpay: the only importer of its SDK. Names what can go wrong, retries nothing."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

import razorpay
import requests
from django.conf import settings
from django.db import connections
from requests.adapters import HTTPAdapter

from . import pacing

TIMEOUT = (3, 10)  # seconds to connect, to answer; the SDK itself would wait for ever
CLIENT_ERROR = 400
DENIED = (401, 403)
IN_PROGRESS = 409
TOO_MANY = 429
SERVER_ERROR = 500
LONGEST_WAIT = 600.0
PAGE = 100
RECON_PAGE = 1000

Entity = dict[str, Any]


class GatewayError(Exception):
    """The gateway did not do what it was asked."""


class Rejected(GatewayError):
    """It said no, and will say so again: nothing happened there."""

    def __init__(self, status: int, code: str, field: str, reason: str) -> None:
        super().__init__(f"{status} {code} {field}: {reason}")
        self.status, self.code, self.field, self.reason = status, code, field, reason


class RateLimited(GatewayError):
    """It was asked too often: nothing happened there, ask again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"429, quiet for {seconds:.0f} s")
        self.seconds = seconds


class Denied(GatewayError):
    """It does not take our keys: nothing happened there, and somebody has to mend the settings."""


class Unknown(GatewayError):
    """No answer that can be read: it may or may not have happened there."""


@dataclass(frozen=True)
class PayoutRequest:
    """What a payout needs; `amount` in paise, `key` of 4 to 36 letters, digits, - or _.

    `mode` is NEFT, RTGS, IMPS or UPI; `reference` has at most 40 characters, `narration` at most
    30 letters, digits and spaces.
    """

    account_number: str
    fund_account_id: str
    amount: int
    mode: str
    reference: str
    narration: str
    key: str
    currency: str = "INR"


class _Adapter(HTTPAdapter):
    """Sends with a timeout and turns transport failures into Unknown before the SDK prints them."""

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        _outside_transactions()
        quiet = pacing.take_turn()
        if quiet:
            raise RateLimited(quiet)
        kwargs["timeout"] = TIMEOUT
        try:
            return super().send(request, *args, **kwargs)
        except requests.RequestException as error:
            raise Unknown(str(error)) from error


def _outside_transactions() -> None:
    """Refuse to wait for the gateway while a transaction is open: its locks would wait as well."""
    for connection in connections.all(initialized_only=True):
        # The transaction that Django's TestCase wraps around a test is nobody's.
        if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
            raise RuntimeError("the gateway must not be asked inside a transaction")


def _read(response: requests.Response, *args: Any, **kwargs: Any) -> requests.Response:
    """Raise for what is not a success: the SDK's errors lose status and field."""
    # Read to its end first: an answer that is left half way keeps its connection.
    text = _text(response)
    if response.status_code == TOO_MANY:
        raise RateLimited(pacing.refused(_seconds(response.headers.get("Retry-After"))))
    if response.status_code in DENIED:
        raise Denied(f"{response.status_code}")
    # 409: the first request with this idempotency key is still being worked on.
    if response.status_code >= SERVER_ERROR or response.status_code == IN_PROGRESS:
        raise Unknown(f"{response.status_code}")
    try:
        body = json.loads(text)
    except ValueError as error:
        raise Unknown("unreadable answer") from error
    if response.status_code >= CLIENT_ERROR:
        fault = body.get("error") if isinstance(body, dict) else None
        fault = fault if isinstance(fault, dict) else {}
        raise Rejected(
            response.status_code,
            str(fault.get("code") or ""),
            str(fault.get("field") or ""),
            str(fault.get("description") or ""),
        )
    pacing.answered()
    return response


def _text(response: requests.Response) -> bytes:
    try:
        return response.content
    except requests.RequestException as error:
        raise Unknown("unreadable answer") from error


def _seconds(header: str | None) -> float | None:
    return min(float(header), LONGEST_WAIT) if header and header.isdecimal() else None


class Gateway:
    """What PeerLearn asks of Razorpay. Amounts are paise; each call may raise GatewayError."""

    def __init__(self, key_id: str, key_secret: str, base_url: str) -> None:
        session = requests.Session()
        session.mount("http://", _Adapter())
        session.mount("https://", _Adapter())
        session.hooks["response"].append(_read)
        self._client = razorpay.Client(
            session=session, auth=(key_id, key_secret), base_url=base_url.rstrip("/")
        )

    def create_order(self, *, receipt: str, amount: int, currency: str) -> Entity:
        """Open an order; its `id` starts with order_."""
        return self._client.order.create(
            {"amount": amount, "currency": currency, "receipt": receipt}
        )

    def order_payments(self, gateway_order_id: str) -> list[Entity]:
        """Return every payment tried for an order."""
        return self._client.order.payments(gateway_order_id, {})["items"]

    def payment(self, gateway_payment_id: str) -> Entity:
        """Return one payment as it stands."""
        return self._client.payment.fetch(gateway_payment_id, {})

    def capture(self, gateway_payment_id: str, *, amount: int, currency: str) -> Entity:
        """Take an authorised payment: exactly the authorised amount."""
        # The SDK shares a mutable default between calls; a fresh dict keeps amounts apart.
        return self._client.payment.capture(gateway_payment_id, amount, {"currency": currency})

    def refund(self, gateway_payment_id: str, *, amount: int, key: str) -> Entity:
        """Pay back; asked again with the same key it is done once."""
        return self._client.post(
            f"/v1/payments/{gateway_payment_id}/refund",
            {"amount": amount, "speed": "normal", "receipt": key},
            headers={"X-Refund-Idempotency": key},
        )

    def refunds(self, gateway_payment_id: str) -> list[Entity]:
        """Return every refund of a payment."""
        asked = {"count": PAGE}
        return self._client.payment.fetch_multiple_refund(gateway_payment_id, asked)["items"]

    def refund_by_id(self, gateway_refund_id: str) -> Entity:
        """Return one refund as it stands."""
        return self._client.refund.fetch(gateway_refund_id, {})

    def orders_with_receipt(self, receipt: str) -> list[Entity]:
        """Return the orders that carry a receipt of ours: what an unanswered call left there."""
        return self._client.order.all({"receipt": receipt})["items"]

    def all_orders(self, *, since: int, until: int) -> Iterator[Entity]:
        """Yield orders created between two unix seconds, newest first, page by page."""
        return self._all(self._client.order.all, since, until)

    def all_payments(self, *, since: int, until: int) -> Iterator[Entity]:
        """Yield payments created between two unix seconds, newest first, page by page."""
        return self._all(self._client.payment.all, since, until)

    def all_refunds(self, *, since: int, until: int) -> Iterator[Entity]:
        """Yield refunds created between two unix seconds, newest first, page by page."""
        return self._all(self._client.refund.all, since, until)

    def _all(self, page: Callable[..., Entity], since: int, until: int) -> Iterator[Entity]:
        for skip in count(0, PAGE):
            asked = {"count": PAGE, "skip": skip, "from": since, "to": until}
            items = page(asked)["items"]
            yield from items
            if len(items) < PAGE:
                return

    def settled(self, *, year: int, month: int, day: int) -> Iterator[Entity]:
        """Yield what was settled on an Indian day: rows with type, entity_id, debit and credit."""
        for skip in count(0, RECON_PAGE):
            asked = {"year": year, "month": month, "day": day, "count": RECON_PAGE, "skip": skip}
            items = self._client.settlement.report(asked)["items"]
            yield from items
            if len(items) < RECON_PAGE:
                return

    def create_contact(self, *, name: str, email: str, reference: str) -> Entity:
        """Make a payee known to RazorpayX; its `id` starts with cont_."""
        body = {"name": name, "email": email, "type": "vendor", "reference_id": reference}
        return self._client.post("/v1/contacts", body)

    def contacts_with_reference(self, reference: str) -> list[Entity]:
        """Return the contacts that carry a reference of ours."""
        return self._client.get("/v1/contacts", {"reference_id": reference})["items"]

    def create_fund_account(self, *, contact_id: str, kind: str, details: Entity) -> Entity:
        """Make a payee's bank_account {name, ifsc, account_number} or vpa {address} known."""
        body = {"contact_id": contact_id, "account_type": kind, kind: dict(details)}
        return self._client.post("/v1/fund_accounts", body)

    def create_payout(self, request: PayoutRequest) -> Entity:
        """Pay out; asked again with the same key it is done once."""
        body = {
            "account_number": request.account_number,
            "fund_account_id": request.fund_account_id,
            "amount": request.amount,
            "currency": request.currency,
            "mode": request.mode,
            "purpose": "payout",
            "queue_if_low_balance": True,
            "reference_id": request.reference,
            "narration": request.narration,
        }
        headers = {"X-Payout-Idempotency": request.key}
        return self._client.post("/v1/payouts", body, headers=headers)

    def payout(self, gateway_payout_id: str) -> Entity:
        """Return one payout as it stands."""
        return self._client.get(f"/v1/payouts/{gateway_payout_id}", {})

    def payouts_with_reference(self, *, account_number: str, reference: str) -> list[Entity]:
        """Return the payouts from an account that carry a reference of ours."""
        asked = {"account_number": account_number, "reference_id": reference}
        return self._client.get("/v1/payouts", asked)["items"]

    def cancel_payout(self, gateway_payout_id: str) -> Entity:
        """Cancel a payout that is still queued."""
        return self._client.post(f"/v1/payouts/{gateway_payout_id}/cancel", {})


@lru_cache(maxsize=4)
def _gateway(key_id: str, key_secret: str, base_url: str) -> Gateway:
    return Gateway(key_id, key_secret, base_url)


def get_gateway() -> Gateway:
    """Return the gateway that the settings name."""
    return _gateway(
        settings.RAZORPAY_KEY_ID, settings.RAZORPAY_KEY_SECRET, settings.RAZORPAY_BASE_URL
    )
