"""News of reviews: who is told, and when."""

from typing import Any

from django.dispatch import receiver
from wagtail.admin import signal_handlers as wagtail_mails
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from learning.enums import Vetting
from learning.services import mentors

from ..models import MentorPage
from .mails import ReviewMails


@receiver(workflow_approved, sender=WorkflowState, dispatch_uid="cms.tell_approved")
def tell_approved(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
    """Tell a mentor that what they handed in is live."""
    page = _asked_by_mentor(instance)
    if page is not None and page.mentor.vetting == Vetting.APPROVED:
        mentors.tell_page_live(mentor_id=page.mentor_id, version=page.live_revision_id)


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="cms.tell_sent_back")
def tell_sent_back(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
    """Tell a mentor what to change, in the moderator's words."""
    page = _asked_by_mentor(instance)
    if page is not None:
        task = instance.current_task_state
        mentors.tell_page_sent_back(mentor_id=page.mentor_id, version=task.pk, comment=task.comment)


def _asked_by_mentor(state: WorkflowState) -> MentorPage | None:
    """Return the mentor's page a review was about, if its mentor asked for it."""
    page = state.content_object
    found = MentorPage.objects.filter(pk=getattr(page, "pk", None)).select_related("mentor").first()
    asked = found is not None and state.requested_by_id == found.mentor.user_id
    return found if asked else None


def mail_as_we_do() -> None:
    """Mail moderators after the commit, and leave mails to mentors about their page to us."""
    for signal, sender, uid, mail in (
        (task_submitted, TaskState, "group_approval_task_submitted", "task_submission"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted", "workflow_submission"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected", "workflow_rejection"),
        (workflow_approved, WorkflowState, "workflow_state_approved", "workflow_approval"),
    ):
        theirs = f"{uid}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=theirs)
        notifier = getattr(wagtail_mails, f"{mail}_email_notifier")
        signal.connect(ReviewMails(notifier), sender=sender, dispatch_uid=theirs, weak=False)
