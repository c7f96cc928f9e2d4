"""Where a mentor's page stands: what the mentor is told of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from learning.enums import Vetting

from ..models import MentorPage


class Stand(models.TextChoices):
    """The states of a page as its mentor sees them."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    CHANGES = "changes", _("Changes requested")
    LIVE = "live", _("Live")
    HIDDEN = "hidden", _("Hidden")


@dataclass(frozen=True)
class PageState:
    """`since` when, the moderator's `comment` if changes are asked for, and what can be done."""

    stand: Stand
    since: datetime | None
    comment: str
    is_live: bool
    can_cancel: bool


def state_of(page: MentorPage) -> PageState:
    """Return where the page, read with its mentor, stands."""
    if page.mentor.vetting == Vetting.SUSPENDED:
        return _state(page, Stand.HIDDEN)
    running = page.current_workflow_state
    task = running.current_task_state if running is not None else None
    if running is not None and task is not None:
        if running.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return _state(page, Stand.CHANGES, since=task.finished_at, comment=task.comment)
        return _state(page, Stand.REVIEW, since=running.created_at, can_cancel=True)
    if page.live and not page.has_unpublished_changes:
        return _state(page, Stand.LIVE, since=page.last_published_at)
    if page.mentor.vetting == Vetting.PENDING and not page.workflow_states.exists():
        return _state(page, Stand.REVIEW, since=page.mentor.created_at)  # a sweep hands it in
    return _state(page, Stand.DRAFT, since=page.latest_revision_created_at)


def _state(
    page: MentorPage,
    stand: Stand,
    *,
    since: datetime | None = None,
    comment: str = "",
    can_cancel: bool = False,
) -> PageState:
    return PageState(stand, since, comment, page.live, can_cancel)
