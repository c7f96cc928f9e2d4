"""Webhooks: signed over the raw bytes, one id for each event, repeated until taken.

Rules: docs/webhooks/validate-test.md and best-practices.md (answer within 5 s, retries with
exponential delay for a day, then switched off; at least once, order not guaranteed).
"""

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from typing import Any

from .deliveries import Deliveries, Delivery
from .faults import Fault, Faults
from .rules import Refused
from .store import Entity, Store

TIMEOUT = 5
FIRST_WAIT = 60  # seconds of the real ladder; doubled each time
LADDER = 86_400
TIME_SCALE = 30 / LADDER  # a day passes in half a minute
ORDER_GAP = 0.8
COPIES = {"dup": 2, "burst": 500}
ACCOUNT = "acc_PeerLearnSimul"


class Webhooks:
    """A queue and the thread that empties it."""

    def __init__(
        self,
        *,
        url: str,
        secret: str,
        store: Store,
        faults: Faults,
        old_secret: str = "",
        events: tuple[str, ...] = (),
        scale: float = TIME_SCALE,
    ) -> None:
        self.url, self.secret, self.old_secret = url, secret, old_secret
        self.events, self.scale = events, scale
        self.on, self.paused = True, False
        self._store, self._faults = store, faults
        self._deliveries = Deliveries(store)
        self._wake = threading.Event()
        self._stopped = False
        self.sent: list[dict[str, object]] = []
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def tell(self, kind: str, **entities: Entity) -> None:
        """Queue an event about the entities as they stand now."""
        if not self.url or not self.on or (self.events and kind not in self.events):
            return
        fault = self._faults.take(f"webhook:{kind}") or Fault("", "")
        if fault.mode == "drop":
            return
        wait = {"out_of_order": ORDER_GAP, "delay": fault.delay}.get(fault.mode, 0.0)
        body = self._body(kind, entities, fault.mode)
        signature = self.sign(body, old=fault.mode == "old_secret")
        if fault.mode == "bad_sig":
            body += b" "  # signed without it
        with self._store.locked():
            event_id = self._event_id()
            for _ in range(fault.copies or COPIES.get(fault.mode, 1)):
                self._deliveries.add(event_id, kind, body, signature, wait)
                if fault.mode == "burst":
                    event_id = self._event_id()
        self._wake.set()

    def _body(self, kind: str, entities: dict[str, Entity], mode: str) -> bytes:
        envelope = {
            "entity": "event",
            "account_id": "acc_SomebodyElse00" if mode == "wrong_account" else ACCOUNT,
            "event": f"{kind}.of_the_future" if mode == "unknown_event" else kind,
            "contains": list(entities),
            "payload": {name: {"entity": entity} for name, entity in entities.items()},
            "created_at": self._store.now(),
        }
        body = json.dumps(envelope, separators=(",", ":")).encode()
        return body[: len(body) // 2] if mode == "truncated" else body

    def _event_id(self) -> str:
        return self._store.new_id("event").removeprefix("event_")

    def sign(self, body: bytes, *, old: bool = False) -> str:
        """Return the signature header for a body, with the secret before this one if `old`."""
        secret = self.old_secret if old else self.secret
        return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()

    def idle(self, timeout: float = 10) -> bool:
        """Wait until nothing is left to send; False if that takes too long."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self._store.locked():
                if not self._deliveries.queued():
                    return True
            time.sleep(0.02)
        return False

    def control(self, body: dict[str, Any]) -> dict[str, Any]:
        """Handle `POST /sim/webhooks {"act": pause|resume|reverse|resend|on|off, "number"?}`."""
        act = body.get("act")
        if act in ("pause", "resume"):
            self.paused = act == "pause"
        elif act in ("on", "off"):
            self.on = act == "on"
        elif act == "reverse":
            self._deliveries.reverse()
        elif act == "resend":
            if not self._deliveries.again(int(body.get("number", 0))):
                raise Refused("There is no such webhook.", field="number")
        else:
            raise Refused(f"There is no act {act}.", field="act")
        self._wake.set()
        return self.standing()

    def standing(self) -> dict[str, Any]:
        """Return where events go, whether they do, and the newest ones."""
        shown = [delivery.shown() for delivery in self._deliveries.latest()]
        return {"url": self.url, "on": self.on, "paused": self.paused, "webhooks": shown}

    def clear(self) -> None:
        """Forget what is queued and be switched on again."""
        self._deliveries.clear()
        self.sent.clear()
        self.on, self.paused = True, False

    def stop(self) -> None:
        """End the thread."""
        self._stopped = True
        self._wake.set()
        self._thread.join(TIMEOUT + 1)

    def _run(self) -> None:
        while not self._stopped:
            with self._store.locked():
                first = None if self._stopped or self.paused else self._deliveries.next()
            wait = first.due - time.time() if first else None
            if first is None or (wait and wait > 0):
                self._wake.wait(wait)
                self._wake.clear()
                continue
            self._done(first, self._send(first))

    def _send(self, delivery: Delivery) -> int:
        request = urllib.request.Request(  # noqa: S310  (the address is ours)
            self.url,
            data=delivery.body,
            headers={
                "Content-Type": "application/json",
                "X-Razorpay-Signature": delivery.signature,
                "X-Razorpay-Event-Id": delivery.event_id,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def _done(self, delivery: Delivery, status: int) -> None:
        waited = FIRST_WAIT * (2**delivery.attempts - 1)
        state = "queued"
        if 200 <= status < 300:
            state = "taken"
        elif waited >= LADDER:
            # A day without success: Razorpay switches the webhook off and writes a mail.
            state, self.on = "given_up", False
        due = time.time() + FIRST_WAIT * 2**delivery.attempts * self.scale
        with self._store.locked():
            if self._stopped:
                return
            self.sent.append({"event": delivery.kind, "id": delivery.event_id, "status": status})
            self._deliveries.done(delivery.number, status, state, due)
