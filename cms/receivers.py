"""News of learning that pages follow."""

from typing import Any

from django.dispatch import receiver

from learning.signals import mentor_changed

from .services import ensure_mentor_page


@receiver(mentor_changed)
def follow_mentor(sender: Any, mentor_id: int, **kwargs: Any) -> None:
    """Give the mentor their page, or bring it up to date."""
    ensure_mentor_page(mentor_id=mentor_id)
