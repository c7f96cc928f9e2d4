"""Celery: the same tasks and schedule whether workers run inside the server or beside it."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peerlearn.settings.dev")

app = Celery("peerlearn")
app.set_default()  # threads of the embedded worker find it, too
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_django_logging(**kwargs: object) -> None:
    """Leave logging as Django configured it: a connected receiver turns Celery's own off."""
