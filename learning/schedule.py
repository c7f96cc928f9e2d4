"""Sweeps of learning: task name and seconds between starts."""

BEAT = {
    "learning.expire_holds": {"task": "learning.tasks.expire_holds", "schedule": 20.0},
    "learning.remind": {"task": "learning.tasks.remind", "schedule": 30.0},
    "learning.index": {"task": "learning.tasks.index_sessions", "schedule": 20.0},
    "learning.missed": {"task": "learning.tasks.count_missed_searches", "schedule": 300.0},
    "learning.settle": {"task": "learning.tasks.settle_overdue", "schedule": 60.0},
    "learning.followers": {"task": "learning.tasks.tell_followers", "schedule": 30.0},
}
