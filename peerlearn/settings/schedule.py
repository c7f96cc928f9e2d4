"""What beat starts: each app lists its sweeps in its own schedule.py, which imports nothing."""

from learning.schedule import BEAT as LEARNING
from live.schedule import BEAT as LIVE

CELERY_BEAT_SCHEDULE = {**LEARNING, **LIVE}
