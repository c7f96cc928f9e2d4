"""Sweeps of learning. Each calls one service; safe to run twice, or late."""

from celery import shared_task

from .services import (
    calendars,
    closing,
    earning,
    editing,
    follows,
    holds,
    indexing,
    mails,
    minimum,
    missed,
    notice_mails,
    page_views,
    reminders,
    request_sweeps,
    slots,
    waitlist,
)


@shared_task
def expire_holds() -> None:
    """Give back seats whose hold ended unpaid."""
    holds.expire_holds()


@shared_task
def send_mails() -> None:
    """Send the mails about bookings and requests."""
    mails.send_due()
    notice_mails.send_due()


@shared_task
def serve_queues() -> None:
    """Offer seats that came free to who waits; close queues nothing can come of."""
    waitlist.sweep()


@shared_task
def remind() -> None:
    """Tell people that their session starts soon."""
    reminders.remind()


@shared_task
def settle_overdue() -> None:
    """End live sessions past their time, settle those never started."""
    closing.settle_overdue()


@shared_task
def earn_overdue() -> None:
    """Earn what is over and still held."""
    earning.earn_overdue()


@shared_task
def index_sessions() -> None:
    """Write the words of sessions that search does not know yet, or not any more."""
    indexing.catch_up()


@shared_task
def count_missed_searches() -> None:
    """Write down what searches did not find."""
    missed.write_down()


@shared_task
def count_page_views() -> None:
    """Add up who looked at public pages."""
    page_views.write_down()


@shared_task
def tell_followers() -> None:
    """Tell followers of new sessions."""
    follows.tell_followers()


@shared_task
def withdraw_empty() -> None:
    """Cancel private sessions nobody sits in any more."""
    slots.withdraw_empty()


@shared_task
def delete_abandoned_drafts() -> None:
    """Delete drafts nobody wrote a word into; words themselves are stored as they are typed."""
    editing.delete_abandoned()


@shared_task
def decide_minimums() -> None:
    """Cancel sessions too few learners booked in time, let the others take place."""
    minimum.decide_due()


@shared_task
def expire_requests() -> None:
    """End requests and offers whose time is over."""
    request_sweeps.expire()


@shared_task
def read_calendars() -> None:
    """Read the calendars of mentors whose turn it is."""
    calendars.read_due()


@shared_task
def read_calendar(calendar_id: int) -> None:
    """Read a calendar that was just added."""
    calendars.read(calendar_id=calendar_id)
