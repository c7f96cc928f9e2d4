"""Faults on demand: what a gateway does on a bad day, so many times."""

import threading
from dataclasses import dataclass

API_MODES = (
    "5xx_before",
    "lost_after_commit",
    "late_answer",
    "slow",
    "http_429",
    "html_502",
    "bad_json",
    "401",
)
CHECKOUT_MODES = (
    "pay_fail",
    "pay_pending_then_late_auth",
    "authorize_only",
    "amount_tamper",
    "double_payment_same_order",
)
REFUND_MODES = ("refund_pending_forever", "refund_fail")
PAYOUT_MODES = (
    "payout_queue",
    "payout_fail",
    "payout_process_then_reverse",
    "payout_fail_then_reverse",
)
WEBHOOK_MODES = (
    "drop",
    "delay",
    "dup",
    "out_of_order",
    "bad_sig",
    "old_secret",
    "wrong_account",
    "unknown_event",
    "truncated",
    "burst",
)
ALWAYS = -1


@dataclass
class Fault:
    """What goes wrong (`mode`) with which operation, how many more times, after what delay.

    `n` -1 means until the faults are cleared; `copies` counts what dup and burst send; `reason` is
    the gateway's word for a failed payment.
    """

    op: str
    mode: str
    n: int = 1
    delay: float = 0.0
    copies: int = 0
    reason: str = ""


class Faults:
    """The faults that are switched on.

    `op` is like "POST /v1/orders", "webhook:order.paid", "checkout", "refund" or "payout"; a star
    at its end stands for any rest.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Switch one on."""
        if fault.mode not in _modes(fault.op):
            raise ValueError(f"there is no fault {fault.mode} of {fault.op}")
        with self._lock:
            self._faults.append(fault)

    def take(self, op: str) -> Fault | None:
        """Return the fault that strikes this operation now, counting it down."""
        with self._lock:
            for fault in self._faults:
                if fault.n and (fault.op == op or _covers(fault.op, op)):
                    if fault.n != ALWAYS:
                        fault.n -= 1
                    return fault
        return None

    def clear(self) -> None:
        """Switch all off."""
        with self._lock:
            self._faults.clear()


def _modes(op: str) -> tuple[str, ...]:
    if op.startswith("webhook:"):
        return WEBHOOK_MODES
    own = {"checkout": CHECKOUT_MODES, "refund": REFUND_MODES, "payout": PAYOUT_MODES}
    return own.get(op, API_MODES)


def _covers(pattern: str, op: str) -> bool:
    return pattern.endswith("*") and op.startswith(pattern[:-1])
