"""Sweeps of live: task name and seconds between starts."""

BEAT = {"live.leases": {"task": "live.tasks.sweep_leases", "schedule": 4.0}}
