"""Giving money back."""


def request_refund(*, order_id: int, amount: int, reason: str) -> None:
    """Ask for a refund of `amount` paise of what an order captured; nothing if it captured none."""
