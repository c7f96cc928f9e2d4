"""What beat starts: each app lists its sweeps in its own schedule.py, which imports nothing."""

from learning.schedule import BEAT as LEARNING
from live.schedule import BEAT as LIVE
from payments.schedule import BEAT as PAYMENTS

CELERY_BEAT_SCHEDULE = {**PAYMENTS, **LEARNING, **LIVE}
