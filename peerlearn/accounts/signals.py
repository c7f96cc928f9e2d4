"""News about accounts, sent inside the transaction that makes it true."""

from django.dispatch import Signal

# Sent with user_id, and by_staff: whether somebody of ours did it, or the person.
# Heard by notifications, payments, learning and live.
account_suspended = Signal()
account_closed = Signal()
account_restored = Signal()
# user_id, change: on, off, codes, backup_code_used. Heard by accounts: the person gets a mail.
two_factor_changed = Signal()
# Sent with user_id, why, keep_session: every session but that one is over, API logins too;
# or, with only_session, that browser session alone.
# Heard by notifications and live, which close sockets.
access_ended = Signal()


# Sent with user_id when name, languages, picture or zone changed. Heard by learning.
person_changed = Signal()
# Sent with by_id and person_id: the first wants nothing to do with the second. Heard by learning.
person_blocked = Signal()
# Sent with user_id and export_id. Heard by accounts (a mail) and notifications (a notice).
export_ready = Signal()
