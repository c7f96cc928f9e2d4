"""Sweeps of common: task name and seconds between starts."""

BEAT = {
    "common.forget_answers": {
        "task": "peerlearn.common.tasks.forget_answers",
        "schedule": 3600.0,
    },
}
