"""Sweeps of accounts: task name and seconds between starts."""

BEAT = {
    "accounts.sweep_audit": {
        "task": "peerlearn.accounts.tasks.sweep_audit",
        "schedule": 86400.0,
    },
    "accounts.sweep_erasures": {
        "task": "peerlearn.accounts.tasks.sweep_erasures",
        "schedule": 600.0,
    },
    "accounts.sweep_exports": {
        "task": "peerlearn.accounts.tasks.sweep_exports",
        "schedule": 60.0,
    },
    "accounts.sweep_logins": {
        "task": "peerlearn.accounts.tasks.sweep_logins",
        "schedule": 3600.0,
    },
    "accounts.sweep_pictures": {
        "task": "peerlearn.accounts.tasks.sweep_pictures",
        "schedule": 3600.0,
    },
}
