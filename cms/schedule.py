"""Sweeps of cms: task name and seconds between starts."""

BEAT = {
    "cms.submit_new_mentors": {"task": "cms.tasks.submit_new_mentors", "schedule": 30.0},
}
