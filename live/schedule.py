"""Sweeps of live: task name and seconds between starts."""

BEAT = {
    "live.leases": {"task": "live.tasks.sweep_leases", "schedule": 4.0},
    "live.lateness": {"task": "live.tasks.sweep_lateness", "schedule": 30.0},
    "live.slides": {"task": "live.tasks.make_slides", "schedule": 3.0},
    "live.old_slides": {"task": "live.tasks.sweep_slides", "schedule": 3600.0},
    "live.files": {"task": "live.tasks.sweep_files", "schedule": 3600.0},
    "live.recordings": {"task": "live.tasks.sweep_recordings", "schedule": 120.0},
}
