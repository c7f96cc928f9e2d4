"""Sweeps of payments: task name and seconds between starts."""

BEAT = {
    "payments.sweep": {"task": "payments.tasks.sweep", "schedule": 60.0},
    "payments.refunds": {"task": "payments.tasks.send_refunds", "schedule": 15.0},
    "payments.webhooks": {"task": "payments.tasks.sweep_webhooks", "schedule": 15.0},
    "payments.redact": {"task": "payments.tasks.redact_webhooks", "schedule": 3600.0},
    "payments.mature": {"task": "payments.tasks.mature_earnings", "schedule": 300.0},
    "payments.payouts": {"task": "payments.tasks.send_payouts", "schedule": 30.0},
    "payments.lists": {"task": "payments.tasks.compare_lists", "schedule": 3600.0},
    "payments.settlements": {"task": "payments.tasks.read_settlements", "schedule": 21_600.0},
}
