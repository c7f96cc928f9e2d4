"""Sweeps of live. Each calls one service; safe to run twice, or late."""

from celery import shared_task

from .services import files, lateness, leases, recording_files, slide_making, slides


@shared_task
def sweep_leases() -> None:
    """Find who is away, and who is gone without a goodbye."""
    leases.sweep()


@shared_task
def sweep_lateness() -> None:
    """Tell mentors who are late that somebody waits."""
    lateness.tell_mentors()


@shared_task
def sweep_files() -> None:
    """Delete files of rooms that were kept long enough."""
    files.sweep()


@shared_task
def sweep_slides() -> None:
    """Delete slides of sessions that were kept long enough."""
    slides.sweep()


@shared_task
def make_slides() -> None:
    """Make pictures of the PDFs that wait."""
    slide_making.sweep()


@shared_task
def prepare_recording(recording_id: int) -> None:
    """Make the files of a recording that was stopped."""
    recording_files.prepare(recording_id=recording_id)


@shared_task
def sweep_recordings() -> None:
    """Prepare what a lost task left, and delete what was kept long enough."""
    recording_files.sweep()
