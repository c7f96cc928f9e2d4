"""The one door to "paid"."""


def sync_order(*, order_id: int) -> None:
    """Ask the gateway what became of an order; Unavailable if it does not answer."""
