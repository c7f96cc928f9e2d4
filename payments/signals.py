"""News of money, sent inside the transaction that makes it true."""

from django.dispatch import Signal

# order. The receiver gives what was bought and answers "fulfilled" or "refund_due".
order_paid = Signal()
# order, reason. Nobody will pay it any more.
order_voided = Signal()
# order, amount (paise). Heard by learning.
order_refunded = Signal()
# order. Heard by live: the room shows the gift, once.
gift_credited = Signal()
