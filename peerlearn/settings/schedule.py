"""What beat starts: each app lists its sweeps in its own schedule.py, which imports nothing."""

from learning.schedule import BEAT as LEARNING

CELERY_BEAT_SCHEDULE = {**LEARNING}
