"""Sweeps of cms. Each calls one service; safe to run twice, or late."""

from contextlib import suppress

from celery import shared_task
from django.core.management import call_command
from wagtail.images.models import Image, SourceImageIOError

from . import pictures, services
from .contact.services import drop_old_messages as drop_messages


@shared_task
def submit_new_mentors() -> None:
    """Hand pages of new mentors to the editors."""
    services.submit_new_mentors()


@shared_task
def drop_old_messages() -> None:
    """Delete messages of the contact page that were kept long enough."""
    drop_messages()


@shared_task
def publish_scheduled() -> None:
    """Put live, and take off, what editors have scheduled."""
    call_command("publish_scheduled", verbosity=0)


@shared_task
def draw_picture(image_id: int) -> None:
    """Make the sizes of a picture before anybody asks; who asks earlier draws them."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        with suppress(SourceImageIOError):
            pictures.draw(image)
