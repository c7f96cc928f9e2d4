"""The mentor's side of their page: new versions, handed to the moderators, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import TaskState, WorkflowState

from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotFound

from ..models import Film, MentorPage
from . import clips, writing
from .addresses import MOST_CHARACTERS
from .blocks import MOST_HEADING, MOST_LINKS, MOST_QUOTE

MOST_TEXT = 8000


@dataclass(frozen=True)
class Changes:
    """What a mentor wrote; None leaves a picture or film as it is, `drop_` takes it away."""

    headline: str
    texts: list[str]
    film_url: str = ""
    links: tuple[str, ...] = ()
    portrait: ContentFile | None = None
    poster: ContentFile | None = None
    film: File | None = None
    drop_portrait: bool = False
    drop_poster: bool = False
    drop_film: bool = False


def page_of(user: User) -> MentorPage:
    """Return somebody's page, read with its mentor. Raises NotFound for who has none."""
    pages = MentorPage.objects.filter(mentor__user=user)
    page = pages.select_related("mentor__user", "latest_revision").first()
    if page is None:
        raise NotFound("no_mentor", _("Your mentor profile is not set up yet."))
    return page


def draft_of(page: MentorPage) -> MentorPage:
    """Return the page as last saved, live or not."""
    return page.get_latest_revision_as_object()


def save(*, user: User, base: int | None, changes: Changes) -> MentorPage:
    """Store a new version of somebody's page and hand it to the moderators; what is live stays.

    `base` is the version the changes were made to. Raises NotFound, Conflict("changed_meanwhile")
    if there is a newer one, and DomainError for what can't stand on a page.
    """
    _check(changes)
    kind = clips.kind_of(changes.film) if changes.film is not None else ""
    kept: list[Any] = []
    try:
        return _save(user=user, base=base, changes=changes, kind=kind, kept=kept)
    except BaseException:
        # Files know no rollback.
        for file in kept:
            file.storage.delete(file.name)
        raise


@transaction.atomic
def _save(
    *, user: User, base: int | None, changes: Changes, kind: str, kept: list[Any]
) -> MentorPage:
    page = _locked(user)
    if page.latest_revision_id != base:
        message = _("This page was saved somewhere else meanwhile.")
        raise Conflict("changed_meanwhile", message)
    draft = draft_of(page)
    draft.headline = changes.headline
    stored = writing.joined(list(draft.biography.raw_data), changes.texts)
    draft.biography = draft.biography.stream_block.to_python(stored)
    links = [{"type": "link", "value": url} for url in changes.links]
    draft.links = draft.links.stream_block.to_python(links)
    draft.film_url = changes.film_url
    for name in ("portrait", "poster"):
        sent = getattr(changes, name)
        if sent is not None:
            setattr(draft, name, _picture(user, sent, kept))
        elif getattr(changes, f"drop_{name}"):
            setattr(draft, name, None)
    if changes.film is not None:
        draft.film = _film(draft, changes.film, kind, kept)
    elif changes.drop_film:
        draft.film = None
    draft.save_revision(user=user, log_action=True)
    drop_unused_films(page_id=page.pk)
    return _hand_in(page.pk, user)


@transaction.atomic
def submit(*, user: User) -> MentorPage:
    """Hand the last saved version to the moderators. Raises NotFound."""
    page = _locked(user)
    if page.latest_revision_id is None:
        draft_of(page).save_revision(user=user)
    return _hand_in(page.pk, user)


@transaction.atomic
def take_back(*, user: User) -> MentorPage:
    """Take a version back from the moderators; it stays as a draft. Raises NotFound."""
    page = _locked(user)
    running = page.current_workflow_state
    if running is not None:
        running.cancel(user=user)
    return page


@transaction.atomic
def drop_unused_films(*, page_id: int) -> None:
    """Delete the films of a mentor that neither the live page nor its last version shows."""
    page = MentorPage.objects.select_related("mentor").get(pk=page_id)
    used = {page.film_id, draft_of(page).film_id}
    delete_films(page.mentor.films.exclude(pk__in=[pk for pk in used if pk]))


def delete_films(films: Iterable[Film]) -> None:
    """Delete films, their files once that is certain; to be called in a transaction."""
    for film in list(films):
        _delete(film)


def _delete(film: Film) -> None:
    storage, name = film.file.storage, film.file.name
    film.delete()
    # A lambda: where it fails Django reads the name of what it called, and a partial has none.
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def _locked(user: User) -> MentorPage:
    # Both rows of the page: the last version is noted in Wagtail's, and whoever waited for ours
    # alone would go on with what that one said before.
    pages = MentorPage.objects.select_for_update(of=("self", "page_ptr"), no_key=True).filter(
        mentor__user=user
    )
    page = pages.select_related("mentor__user").first()
    if page is None:
        raise NotFound("no_mentor", _("Your mentor profile is not set up yet."))
    return page


def _hand_in(page_id: int, user: User) -> MentorPage:
    page = MentorPage.objects.select_related("mentor__user").get(pk=page_id)
    running = page.current_workflow_state
    workflow = page.get_workflow()
    if running is None:
        if workflow is not None:  # else an administrator took it away: published by hand
            workflow.start(page, user)
    elif running.status == WorkflowState.STATUS_NEEDS_CHANGES:
        running.resume(user=user)
    else:
        _replace_submitted(running, page, user)
    return page


def _replace_submitted(running: WorkflowState, page: MentorPage, user: User) -> None:
    """Put the new version in the place of the one under review.

    It gets a task of its own, so that a moderator who still looks at the old one can't approve the
    new one unseen; nobody is mailed again.
    """
    old = running.current_task_state
    TaskState.objects.filter(pk=old.pk).update(
        status=TaskState.STATUS_CANCELLED, finished_at=now(), finished_by=user
    )
    running.current_task_state = TaskState.objects.create(
        workflow_state=running, task=old.task, revision=page.latest_revision
    )
    running.save()


def _picture(user: User, sent: ContentFile, kept: list[Any]) -> Any:
    picture = get_image_model()(
        title=user.name, description=user.name, uploaded_by_user=user, file=sent
    )
    picture.save()
    kept.append(picture.file)
    return picture


def _film(page: MentorPage, sent: File, kind: str, kept: list[Any]) -> Film:
    film = Film(mentor=page.mentor)
    film.file.save(clips.name_of(kind).rsplit("/", 1)[-1], sent, save=True)
    kept.append(film.file)
    return film


def _check(changes: Changes) -> None:
    for number, text in enumerate(changes.texts):
        field = f"text_{number}"
        for block in writing.to_blocks(text):
            _check_block(block, field)
    if sum(map(len, changes.texts)) > MOST_TEXT:
        message = _("Your text is longer than %d characters.") % MOST_TEXT
        raise DomainError("text_too_long", message, fields={"text_0": message})
    if len(changes.links) > MOST_LINKS or any(len(url) > MOST_CHARACTERS for url in changes.links):
        message = _("Give at most %d links.") % MOST_LINKS
        raise DomainError("too_many_links", message, fields={"links": message})


def _check_block(block: writing.Raw, field: str) -> None:
    value = block["value"]
    if block["type"] == "heading" and not 0 < len(value) <= MOST_HEADING:
        message = _("A heading has at most %d characters.") % MOST_HEADING
    elif block["type"] == "quote" and not 0 < len(value["text"]) <= MOST_QUOTE:
        message = _("A quote has at most %d characters.") % MOST_QUOTE
    else:
        return
    raise DomainError("text_too_long", message, fields={field: message})
