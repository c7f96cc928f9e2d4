"""Keeping pages in step with what they show."""

from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, PageLogEntry, WorkflowState
from wagtail.users.models import UserProfile

from learning.enums import Vetting
from learning.models import Mentor
from peerlearn.accounts.models import User
from peerlearn.common.clock import now

from .mentors import drafts, writing
from .models import Film, MentorIndexPage, MentorPage

SUBMIT_AT_ONCE = 20
# What of a mentor's page follows the mentor.
FOLLOWED = (
    "title",
    "draft_title",
    "slug",
    "url_path",
    "headline",
    "live",
    "first_published_at",
    "last_published_at",
)


@transaction.atomic
def ensure_mentor_page(*, mentor_id: int, headline: str = "", biography: str = "") -> MentorPage:
    """Make or mend a mentor's page: address and title of the mentor, live only while approved.

    `biography` is text as cms/mentors/writing.py reads it; empty texts leave what is there.
    Raises Mentor.DoesNotExist.
    """
    mentor = Mentor.objects.select_related("user").get(pk=mentor_id)
    page = MentorPage.objects.filter(mentor=mentor).first() or MentorPage(mentor=mentor)
    before = (page.title, page.slug, page.headline, page.live)
    page.title = page.draft_title = mentor.user.name
    page.slug = mentor.slug
    page.headline = headline or page.headline or mentor.headline
    if biography:
        blocks = writing.to_blocks(biography)
        page.biography = page.biography.stream_block.to_python(blocks)
    page.live = mentor.vetting == Vetting.APPROVED and mentor.user.is_active
    if page.live and page.first_published_at is None:
        page.first_published_at = page.last_published_at = now()
    if page.pk is None:
        # Two new siblings at once must not take the same place in the tree.
        index = MentorIndexPage.objects.select_for_update(no_key=True).get()
        index.add_child(instance=page)
    elif biography or before != (page.title, page.slug, page.headline, page.live):
        # The rest may have changed since it was read: a version saved, another one published.
        page.save(update_fields=[*FOLLOWED, *(["biography"] if biography else [])])
    return page


def submit_new_mentors() -> int:
    """Hand the pages of mentors who wait for approval to the editors' workflow, each once.

    A sweep does it, so that nobody who signs up waits for the mails to the editors. Returns how
    many were handed in.
    """
    kind = ContentType.objects.get_for_model(MentorPage)
    seen = WorkflowState.objects.filter(content_type=kind).values("object_id")
    waiting = (
        MentorPage.objects.filter(mentor__vetting=Vetting.PENDING)
        .annotate(key=Cast("pk", CharField()))
        .exclude(key__in=seen)
        .select_related("mentor__user")
        .order_by("pk")
    )
    return sum(_submit(page) for page in waiting[:SUBMIT_AT_ONCE])


@transaction.atomic
def _submit(page: MentorPage) -> bool:
    workflow = page.get_workflow()
    if workflow is None:
        return False  # an administrator took the workflow away: pages are published by hand
    page.save_revision(user=page.mentor.user)
    workflow.start(page, page.mentor.user)
    return True


@transaction.atomic
def empty_mentor_page(*, mentor_id: int) -> None:
    """Take everything off a mentor's page that tells who it was, earlier versions included."""
    page = ensure_mentor_page(mentor_id=mentor_id)
    _delete_own_pictures(page)
    page.headline = page.film_url = page.seo_title = page.search_description = ""
    page.biography = page.links = []
    page.portrait = page.poster = page.film = None
    page.save()
    drafts.delete_films(Film.objects.filter(mentor_id=mentor_id))
    if page.current_workflow_state is not None:
        page.current_workflow_state.cancel()
    page.revisions.all().delete()
    # Wagtail notes the old address when the change has committed.
    transaction.on_commit(Redirect.objects.filter(redirect_page_id=page.pk).delete)
    PageLogEntry.objects.filter(page_id=page.pk).update(label=page.title)


def _delete_own_pictures(page: MentorPage) -> None:
    """Delete the pictures of any version that the mentor sent; those of editors stay."""
    versions = [page.serializable_data(), *page.revisions.values_list("content", flat=True)]
    used = {version.get(name) for version in versions for name in ("portrait", "poster")}
    sent = get_image_model().objects.filter(uploaded_by_user=page.mentor.user)
    for picture in sent.filter(pk__in=[key for key in used if key]):
        picture.delete()


@transaction.atomic
def forget_in_admin(*, user_id: int) -> None:
    """Take a name out of Wagtail's history of edits, and delete the settings of who worked there.

    The account bears its new name by then.
    """
    user = User.objects.get(pk=user_id)
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(user_id)).update(label=str(user))
    for profile in UserProfile.objects.filter(user=user):
        storage, picture = profile.avatar.storage, profile.avatar.name
        profile.delete()
        if picture:
            transaction.on_commit(partial(storage.delete, picture))
