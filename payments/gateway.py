"""The port to Razorpay: the only importer of its SDK. Names what can go wrong, retries nothing."""

from functools import lru_cache
from typing import Any

import razorpay
import requests
from django.conf import settings
from requests.adapters import HTTPAdapter

TIMEOUT = (3, 10)  # seconds to connect, to answer; the SDK itself would wait for ever
CLIENT_ERROR = 400
TOO_MANY = 429
SERVER_ERROR = 500

Entity = dict[str, Any]


class GatewayError(Exception):
    """The gateway did not do what it was asked."""


class Rejected(GatewayError):
    """It said no, and will say so again: nothing happened there."""

    def __init__(self, status: int, code: str, field: str, reason: str) -> None:
        super().__init__(f"{status} {code} {field}: {reason}")
        self.status, self.code, self.field, self.reason = status, code, field, reason


class RateLimited(GatewayError):
    """It was asked too often: nothing happened there, ask later."""


class Unknown(GatewayError):
    """No answer that can be read: it may or may not have happened there."""


class _Adapter(HTTPAdapter):
    """Sends with a timeout and turns transport failures into Unknown before the SDK prints them."""

    def send(self, request: Any, **kwargs: Any) -> requests.Response:
        kwargs["timeout"] = TIMEOUT
        try:
            return super().send(request, **kwargs)
        except requests.RequestException as error:
            raise Unknown(str(error)) from error


def _read(response: requests.Response, *args: Any, **kwargs: Any) -> requests.Response:
    """Raise for what is not a success: the SDK's errors lose status and field."""
    if response.status_code == TOO_MANY:
        raise RateLimited("429")
    if response.status_code >= SERVER_ERROR:
        raise Unknown(f"{response.status_code}")
    try:
        body = response.json()
    except (ValueError, requests.RequestException) as error:
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
    return response


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
        return self._client.payment.fetch_multiple_refund(gateway_payment_id, {})["items"]


@lru_cache(maxsize=4)
def _gateway(key_id: str, key_secret: str, base_url: str) -> Gateway:
    return Gateway(key_id, key_secret, base_url)


def get_gateway() -> Gateway:
    """Return the gateway that the settings name."""
    return _gateway(
        settings.RAZORPAY_KEY_ID, settings.RAZORPAY_KEY_SECRET, settings.RAZORPAY_BASE_URL
    )
