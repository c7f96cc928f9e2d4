"""How much comes back, when: the page previews it with the function that later pays it. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

LEAST_SENT = 100  # paise


def refund_amount(price: int, policy: Mapping[str, int], starts_at: datetime, now: datetime) -> int:
    """Return the paise a learner gets back who cancels now; lower bounds are inclusive.

    `policy` is the booking's own: everything from `full_hours` before the start, half from
    `half_hours` (rounded half up to the paisa), nothing after that. Everything, too, before
    `free_until` (seconds since 1970), which a session that got another time has set. The gateway
    sends back nothing below a rupee: half of less than two is one.
    """
    if now.timestamp() < policy.get("free_until", 0):
        return price
    left = starts_at - now
    if left >= timedelta(hours=policy["full_hours"]):
        return price
    if left >= timedelta(hours=policy["half_hours"]):
        return min(price, max((price + 1) // 2, LEAST_SENT))
    return 0
