"""What beat starts: each app lists its sweeps in its own schedule.py, which imports nothing."""

from cms.schedule import BEAT as CMS
from learning.schedule import BEAT as LEARNING
from live.schedule import BEAT as LIVE
from payments.schedule import BEAT as PAYMENTS
from peerlearn.accounts.schedule import BEAT as ACCOUNTS
from peerlearn.common.schedule import BEAT as COMMON

CELERY_BEAT_SCHEDULE = {**COMMON, **ACCOUNTS, **PAYMENTS, **LEARNING, **LIVE, **CMS}
