"""Sweeps of cms: task name and seconds between starts."""

BEAT = {
    "cms.submit_new_mentors": {"task": "cms.tasks.submit_new_mentors", "schedule": 30.0},
    "cms.publish_scheduled": {"task": "cms.tasks.publish_scheduled", "schedule": 60.0},
    "cms.drop_old_messages": {"task": "cms.tasks.drop_old_messages", "schedule": 3600.0},
}
