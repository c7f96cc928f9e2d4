"""Faults on demand: what a gateway does on a bad day, so many times."""

import threading
from dataclasses import dataclass

API_MODES = ("5xx_before", "lost_after_commit", "slow", "http_429", "html_502", "bad_json")
WEBHOOK_MODES = ("drop", "dup", "out_of_order", "bad_sig")


@dataclass
class Fault:
    """What goes wrong (`mode`) with which operation, how many more times, after what delay."""

    op: str
    mode: str
    n: int = 1
    delay: float = 0.0


class Faults:
    """The faults that are switched on. `op` is like "POST /v1/orders" or "webhook:order.paid"."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Switch one on."""
        if fault.mode not in API_MODES + WEBHOOK_MODES:
            raise ValueError(f"there is no fault {fault.mode}")
        with self._lock:
            self._faults.append(fault)

    def take(self, op: str) -> Fault | None:
        """Return the fault that strikes this operation now, counting it down."""
        with self._lock:
            for fault in self._faults:
                if fault.n > 0 and (fault.op == op or _covers(fault.op, op)):
                    fault.n -= 1
                    return fault
        return None

    def clear(self) -> None:
        """Switch all off."""
        with self._lock:
            self._faults.clear()


def _covers(pattern: str, op: str) -> bool:
    return pattern.endswith("*") and op.startswith(pattern[:-1])
