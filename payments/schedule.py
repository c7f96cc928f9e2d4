"""Sweeps of payments: task name and seconds between starts."""

BEAT = {
    "payments.sweep": {"task": "payments.tasks.sweep", "schedule": 60.0},
    "payments.refunds": {"task": "payments.tasks.send_refunds", "schedule": 15.0},
}
