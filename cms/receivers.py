"""News of learning that pages follow."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed

from learning.enums import Vetting
from learning.models import Domain
from learning.services import mentors
from learning.signals import mentor_changed, mentor_forgotten
from peerlearn.accounts.signals import account_closed

from .mentors import drafts, pictures
from .models import ContentPage, MentorPage
from .seo.services import free_address, keep_address
from .services import empty_mentor_page, ensure_mentor_page, forget_in_admin
from .share import store as share
from .tasks import draw_picture


@receiver(mentor_changed)
def follow_mentor(sender: Any, mentor_id: int, **kwargs: Any) -> None:
    """Give the mentor their page, or bring it up to date."""
    ensure_mentor_page(mentor_id=mentor_id)


@receiver(page_published, sender=MentorPage)
def approve_mentor(sender: Any, instance: MentorPage, **kwargs: Any) -> None:
    """Publishing the first revision of a mentor's page approves the mentor, who is told."""
    mentor = instance.mentor
    pictures.draw(instance)
    mentors.keep_headline(mentor_id=mentor.pk, headline=instance.headline)
    if mentor.vetting in (Vetting.DRAFT, Vetting.PENDING):
        mentors.approve(mentor_id=mentor.pk)
        mentors.tell_page_live(mentor_id=mentor.pk, version=instance.live_revision_id, first=True)
    else:
        # Nobody is let back in by way of their page.
        ensure_mentor_page(mentor_id=mentor.pk)
    drafts.drop_unused_films(page_id=instance.pk)


@receiver(page_slug_changed, dispatch_uid="cms.free_address")
def free_new_address(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page that came back to an address of before must not be led away from it."""
    if isinstance(instance, ContentPage | MentorPage):
        free_address(path=instance.get_url() or "/")


@receiver(pre_save, sender=Domain, dispatch_uid="cms.topic_before")
def remember_topic(sender: Any, instance: Domain, **kwargs: Any) -> None:
    """Know the address a topic had, before it is stored anew."""
    stored = Domain.objects.filter(pk=instance.pk).first() if instance.pk else None
    instance._address_before = stored.get_absolute_url() if stored else ""


@receiver(post_save, sender=Domain, dispatch_uid="cms.topic_moved")
def follow_topic(sender: Any, instance: Domain, **kwargs: Any) -> None:
    """Lead the old address of a renamed topic to its new one."""
    old, new = instance._address_before, instance.get_absolute_url()
    if old and old != new:
        keep_address(old=old, new=new)


@receiver(mentor_forgotten, dispatch_uid="cms.forget")
def forget_mentor(sender: Any, mentor_id: int, **kwargs: Any) -> None:
    """Empty the page of a mentor whose account is deleted."""
    empty_mentor_page(mentor_id=mentor_id)
    transaction.on_commit(partial(share.forget_mentor, mentor_id))


@receiver(account_closed, dispatch_uid="cms.forget_in_admin")
def forget_person(sender: Any, user_id: int, **kwargs: Any) -> None:
    """Take somebody whose account is deleted out of what the admin keeps of people."""
    forget_in_admin(user_id=user_id)


@receiver(post_save, sender=Image, dispatch_uid="cms.draw_picture")
def draw_sizes(sender: Any, instance: Image, raw: bool = False, **kwargs: Any) -> None:
    """Draw the sizes of a new picture, or of one whose focal point has moved."""
    if not raw:
        transaction.on_commit(lambda: draw_picture.delay(instance.pk), robust=True)
