"""Webhooks: signed over the raw bytes, one id for each event, repeated until taken.

Rules: docs/webhooks/validate-test.md and best-practices.md (answer within 5 s, retries with
exponential delay, at least once, order not guaranteed).
"""

import hashlib
import heapq
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from .faults import Faults
from .store import Entity, Store

TIMEOUT = 5
MAX_ATTEMPTS = 8
ORDER_GAP = 0.8


@dataclass(order=True)
class Delivery:
    """One event on its way to one address."""

    due: float
    number: int
    event_id: str = field(compare=False)
    kind: str = field(compare=False)
    body: bytes = field(compare=False)
    attempts: int = field(compare=False, default=0)


class Webhooks:
    """A queue and the thread that empties it."""

    def __init__(self, *, url: str, secret: str, store: Store, faults: Faults) -> None:
        self.url, self.secret = url, secret
        self._store, self._faults = store, faults
        self._queue: list[Delivery] = []
        self._wake = threading.Condition()
        self._number = 0
        self._stopped = False
        self.sent: list[dict[str, object]] = []
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def tell(self, kind: str, **entities: Entity) -> None:
        """Queue an event about the entities as they stand now."""
        if not self.url:
            return
        envelope = {
            "entity": "event",
            "account_id": "acc_PeerLearnSimul",
            "event": kind,
            "contains": list(entities),
            "payload": {name: {"entity": entity} for name, entity in entities.items()},
            "created_at": self._store.now(),
        }
        body = json.dumps(envelope, separators=(",", ":")).encode()
        fault = self._faults.take(f"webhook:{kind}")
        mode = fault.mode if fault else ""
        if mode == "drop":
            return
        wait = ORDER_GAP if mode == "out_of_order" else 0.0
        event_id = self._store.new_id("event").removeprefix("event_")
        if mode == "bad_sig":
            body += b" "  # signed without it
        for _ in range(2 if mode == "dup" else 1):
            self._push(event_id, kind, body, wait)

    def _push(self, event_id: str, kind: str, body: bytes, wait: float) -> None:
        with self._wake:
            self._number += 1
            due = time.monotonic() + wait
            heapq.heappush(self._queue, Delivery(due, self._number, event_id, kind, body))
            self._wake.notify()

    def sign(self, body: bytes) -> str:
        """Return the signature header for a body."""
        return hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()

    def idle(self, timeout: float = 10) -> bool:
        """Wait until nothing is left to send; False if that takes too long."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self._wake:
                if not self._queue:
                    return True
            time.sleep(0.02)
        return False

    def clear(self) -> None:
        """Forget what is queued."""
        with self._wake:
            self._queue.clear()
            self.sent.clear()

    def stop(self) -> None:
        """End the thread."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        self._thread.join(TIMEOUT + 1)

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._stopped and not self._ready():
                    wait = self._queue[0].due - time.monotonic() if self._queue else None
                    self._wake.wait(wait)
                if self._stopped:
                    return
                delivery = self._queue[0]
            status = self._send(delivery)
            self._done(delivery, status)

    def _ready(self) -> bool:
        return bool(self._queue) and self._queue[0].due <= time.monotonic()

    def _send(self, delivery: Delivery) -> int:
        request = urllib.request.Request(  # noqa: S310  (the address is ours)
            self.url,
            data=delivery.body,
            headers={
                "Content-Type": "application/json",
                "X-Razorpay-Signature": self.sign(delivery.body.rstrip(b" ")),
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
        with self._wake:
            if delivery in self._queue:
                self._queue.remove(delivery)
                heapq.heapify(self._queue)
            self.sent.append({"event": delivery.kind, "id": delivery.event_id, "status": status})
            delivery.attempts += 1
            taken = 200 <= status < 300
            if not taken and delivery.attempts < MAX_ATTEMPTS:
                delivery.due = time.monotonic() + 2.0 ** (delivery.attempts - 1)
                heapq.heappush(self._queue, delivery)
            self._wake.notify()
