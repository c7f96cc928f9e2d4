"""A simulator on a free port, for tests that pay."""

import pytest
import requests
from django.test import override_settings

from payments.simulator import server

KEY_ID = "rzp_test_Suite000000001"
KEY_SECRET = "secret-of-the-suite"
WEBHOOK_SECRET = "webhook-secret-of-the-suite"


class Simulator:
    """What a test may do with the simulator, over HTTP like anybody else."""

    def __init__(self, running: server.Server) -> None:
        self.running, self.url = running, running.url

    def _post(self, path: str, body: dict) -> requests.Response:
        return requests.post(f"{self.url}{path}", json=body, timeout=10)

    def pay(self, order, outcome: str = "captured", **extra) -> dict:
        """Pay an order of ours as a person would; returns what the browser gets."""
        body = {"order_id": order.gateway_order_id, "outcome": outcome, **extra}
        return self._post("/sim/pay", body).json()

    def act(self, name: str, **body) -> dict:
        """Do what people, banks or the dashboard do: pay, settle, payouts, refunds, clock..."""
        return self._post(f"/sim/{name}", body).json()

    def fault(self, op: str, mode: str, n: int = 1, delay: float = 0, **more) -> None:
        """Switch a fault on; n -1 is until the next test."""
        answer = self._post("/sim/faults", {"op": op, "mode": mode, "n": n, "delay": delay, **more})
        assert answer.ok, answer.text

    def refunded(self, gateway_payment_id: str) -> int:
        """Return the paise the gateway has paid back, by its own word."""
        held = self.running.world.store.get("payment", gateway_payment_id)
        return held["amount_refunded"]

    def asked(self, method: str, path: str) -> list[dict]:
        """Return the requests that reached the gateway."""
        log = requests.get(f"{self.url}/sim/log", timeout=10).json()["requests"]
        return [r for r in log if r["method"] == method and r["path"].startswith(path)]


@pytest.fixture(scope="session")
def _simulator():
    running = server.start(
        key_id=KEY_ID, key_secret=KEY_SECRET, webhook_secret=WEBHOOK_SECRET, webhook_url=""
    )
    yield running
    running.stop()


@pytest.fixture
def simulator(_simulator):
    """A fresh simulator that the settings point to."""
    made = Simulator(_simulator)
    made._post("/sim/reset", {})
    with override_settings(
        RAZORPAY_BASE_URL=made.url,
        RAZORPAY_KEY_ID=KEY_ID,
        RAZORPAY_KEY_SECRET=KEY_SECRET,
        RAZORPAY_WEBHOOK_SECRETS=[WEBHOOK_SECRET, "the-one-before"],
    ):
        yield made
