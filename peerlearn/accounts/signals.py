"""News about accounts, sent inside the transaction that makes it true."""

from django.dispatch import Signal

# Sent with user_id. Heard by notifications, payments, learning and live.
account_suspended = Signal()
account_closed = Signal()
account_restored = Signal()
# user_id, change: on, off, codes, backup_code_used. Heard by accounts: the person gets a mail.
two_factor_changed = Signal()
