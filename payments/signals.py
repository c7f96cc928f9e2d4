"""News of money, sent inside the transaction that makes it true."""

from django.dispatch import Signal

# order. The receiver gives what was bought and answers "fulfilled" or "refund_due".
order_paid = Signal()
# order, reason. Nobody will pay it any more.
order_voided = Signal()
# order, amount (paise), refund. Paid back; heard by learning.
order_refunded = Signal()
# gift. Heard by live, which shows it to the room and answers "shown"; else it came late.
gift_credited = Signal()
