"""Sweeps of learning: task name and seconds between starts."""

BEAT = {
    "learning.expire_holds": {"task": "learning.tasks.expire_holds", "schedule": 20.0},
    "learning.mails": {"task": "learning.tasks.send_mails", "schedule": 5.0},
    "learning.queues": {"task": "learning.tasks.serve_queues", "schedule": 20.0},
    "learning.remind": {"task": "learning.tasks.remind", "schedule": 30.0},
    "learning.index": {"task": "learning.tasks.index_sessions", "schedule": 20.0},
    "learning.missed": {"task": "learning.tasks.count_missed_searches", "schedule": 300.0},
    "learning.views": {"task": "learning.tasks.count_page_views", "schedule": 60.0},
    "learning.settle": {"task": "learning.tasks.settle_overdue", "schedule": 60.0},
    "learning.earn": {"task": "learning.tasks.earn_overdue", "schedule": 600.0},
    "learning.calendars": {"task": "learning.tasks.read_calendars", "schedule": 120.0},
    "learning.empty": {"task": "learning.tasks.withdraw_empty", "schedule": 300.0},
    "learning.drafts": {"task": "learning.tasks.delete_abandoned_drafts", "schedule": 3600.0},
    "learning.minimums": {"task": "learning.tasks.decide_minimums", "schedule": 60.0},
    "learning.requests": {"task": "learning.tasks.expire_requests", "schedule": 60.0},
    "learning.followers": {"task": "learning.tasks.tell_followers", "schedule": 30.0},
}
