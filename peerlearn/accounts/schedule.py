"""Sweeps of accounts: task name and seconds between starts."""

BEAT = {
    "accounts.sweep_pictures": {
        "task": "peerlearn.accounts.tasks.sweep_pictures",
        "schedule": 3600.0,
    },
}
