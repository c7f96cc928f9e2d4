"""Wagtail's mails about reviews, sent when and to whom we want them."""

from typing import Any

from django.db import transaction
from wagtail.admin.mail import Notifier
from wagtail.models import WorkflowState

from ..models import MentorPage


class ReviewMails:
    """Stands in for one of Wagtail's: after the commit, for a mail server may take its time."""

    def __init__(self, notifier: Notifier) -> None:
        self._notifier = notifier

    def __call__(self, instance: Any = None, **kwargs: Any) -> None:
        """Send what Wagtail would; a mentor's own page is ours to tell of (receivers.py)."""
        if isinstance(instance, WorkflowState) and _is_mentors(instance):
            return
        kwargs.pop("signal", None)
        transaction.on_commit(lambda: self._notifier(instance=instance, **kwargs), robust=True)


def _is_mentors(state: WorkflowState) -> bool:
    return state.content_type.model_class() is MentorPage
