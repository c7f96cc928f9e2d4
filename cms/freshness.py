"""What has changed for public pages, told to the page cache in one place.

A page names what it shows by tags (learning/tags.py); here each tag hears the news that concerns
it. Whatever editors do is rare, so all of it is one tag that every page has.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.images.models import Image
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail.snippets.models import get_snippet_models

from learning import tags
from learning.models import Domain, Review, Skill
from learning.signals import (
    followers_changed,
    materials_changed,
    mentor_changed,
    mentor_forgotten,
    review_changed,
    review_posted,
    seats_changed,
    session_changed,
)
from peerlearn.accounts.signals import account_closed, person_changed
from peerlearn.common.page_cache import SITE, changed

from .models import MentorPage

EDITED = (Site, Redirect, Image, Domain, Skill)


@receiver(seats_changed, dispatch_uid="freshness.seats")
def hear_of_seats(session_id: int, **_: Any) -> None:
    """Seats of a session were taken or given back."""
    changed(tags.SEATS, tags.session(session_id))


@receiver(session_changed, dispatch_uid="freshness.session")
def hear_of_session(session_id: int, **_: Any) -> None:
    """A session came, went, began, ended or moved."""
    changed(tags.LISTING, tags.SEATS, tags.session(session_id))


@receiver(materials_changed, dispatch_uid="freshness.materials")
def hear_of_materials(session_id: int, **_: Any) -> None:
    """A session hands out more or less."""
    changed(tags.session(session_id))


@receiver([review_posted, review_changed], dispatch_uid="freshness.review")
def hear_of_review(review_id: int, **_: Any) -> None:
    """A mentor has another review, and with it another rating; or one reads otherwise."""
    mentor = Review.objects.values_list("mentor_id", flat=True).get(pk=review_id)
    changed(tags.MENTORS, tags.mentor(mentor))


@receiver([mentor_changed, mentor_forgotten], dispatch_uid="freshness.mentor")
def hear_of_mentor(mentor_id: int, **_: Any) -> None:
    """A mentor has other words or another standing; with it their sessions come and go."""
    changed(tags.MENTORS, tags.LISTING, tags.mentor(mentor_id))


@receiver(followers_changed, dispatch_uid="freshness.followers")
def hear_of_followers(mentor_id: int, **_: Any) -> None:
    """Somebody follows a mentor, or no more."""
    changed(tags.mentor(mentor_id))


@receiver([person_changed, account_closed], dispatch_uid="freshness.person")
def hear_of_person(user_id: int, **_: Any) -> None:
    """Somebody has another name or face, which stands at the reviews they wrote."""
    praised = Review.objects.filter(learner=user_id).order_by().values_list("mentor_id", flat=True)
    told = [tags.mentor(mentor_id) for mentor_id in praised.distinct()]
    if told:
        changed(*told)


@receiver([page_published, page_unpublished, post_page_move], dispatch_uid="freshness.page")
def hear_of_page(instance: Page, **_: Any) -> None:
    """A page went live, off or elsewhere."""
    if isinstance(instance, MentorPage):
        changed(tags.MENTORS, tags.mentor(instance.mentor_id))
    else:
        changed(SITE)


@receiver(post_save, dispatch_uid="freshness.saved")
def hear_of_save(sender: type[Model], instance: Any, **_: Any) -> None:
    """Something editors or our services write was saved as it is shown; drafts are revisions."""
    if not _is_shown(sender):
        return
    if issubclass(sender, Page):
        hear_of_page(instance)
    else:
        changed(SITE)


@cache
def _is_shown(model: type[Model]) -> bool:
    kinds = (Page, BaseSiteSetting, BaseGenericSetting, *EDITED, *get_snippet_models())
    return issubclass(model, kinds)


def listen_for_deletions() -> None:
    """Hear of deletions where they matter.

    Not of all: Django deletes rows one by one where anybody listens.
    """
    for model in (*EDITED, *apps.get_app_config("cms").get_models()):
        name = f"freshness.deleted.{model._meta.label}"
        post_delete.connect(hear_of_save, model, dispatch_uid=name)
