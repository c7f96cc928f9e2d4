"""Mentors: the index and a page each."""

from copy import copy
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.url_routing import RouteResult

from learning.enums import Vetting
from learning.tags import MENTORS
from learning.tags import mentor as tag_of
from peerlearn.common.clock import now
from peerlearn.common.page_cache import SITE, depends_on, remembered

from ..mentors.addresses import check_film
from ..mentors.blocks import Biography, Links
from ..screens import mentor as screen
from ..screens import mentor_index
from ..seo import pages as seo
from .base import FixedSlug, Public


class MentorIndexPage(FixedSlug, Page):
    """All mentors; there is one."""

    FIXED_SLUG = "mentors"
    template = "cms/mentor_index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.MentorPage"]
    max_count = 1

    intro = models.CharField(max_length=240, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of a mentor who may be seen, with all it shows, in one statement."""
        if not path_components:
            return super().route(request, path_components)
        slug, *rest = path_components
        found = remembered(("mentor page", slug), lambda: self._seen(slug), tags=(SITE, MENTORS))
        return copy(found).route(request, rest)

    def _seen(self, slug: str) -> "MentorPage":
        pages = MentorPage.objects.child_of(self).select_related(
            "mentor__user", "portrait", "poster", "film"
        )
        seen = pages.filter(mentor__vetting=Vetting.APPROVED, mentor__user__is_active=True)
        page = seen.filter(slug=slug).first()
        if page is None:
            raise Http404
        depends_on(tag_of(page.mentor_id))
        return page

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict[str, Any]:
        """Add the mentors the address asks for."""
        extra = mentor_index.context(request)
        extra["meta"] = seo.mentors(request, self, extra)
        return super().get_context(request, *args, **kwargs) | extra


class Film(models.Model):
    """A film a mentor sent to introduce themselves; checked by services, never served as a page."""

    mentor = models.ForeignKey("learning.Mentor", on_delete=models.CASCADE, related_name="films")
    file = models.FileField(upload_to="films/")
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.file.name.rsplit("/", 1)[-1]

    @property
    def media_type(self) -> str:
        """Return what it is, by the name we gave it."""
        return f"video/{self.file.name.rsplit('.', 1)[-1]}"


def picture_field(words: str) -> models.ForeignKey:
    """Return a field for a picture of the page's own."""
    return models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=words,
    )


class MentorPagePermissions(PagePermissionTester):
    """A mentor's page stays as long as the mentor: cards, search and sessions lead to it.

    It goes with the mentor's account, which administrators suspend; words that should not stand
    there are taken out by publishing a version without them.
    """

    def can_unpublish(self) -> bool:
        """Refuse: the next news of the mentor would bring it back."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Refuse, and moving with it."""
        return False


class MentorPage(Public, Page):
    """What people read of a mentor; what the rules need is on learning.Mentor.

    The headline is this page's: what is published here is copied to learning.Mentor, whose cards
    and search show it (receivers.py).
    """

    template = "cms/mentor.html"
    parent_page_types = ["cms.MentorIndexPage"]
    subpage_types: list[str] = []

    mentor = models.OneToOneField("learning.Mentor", on_delete=models.PROTECT, related_name="page")
    headline = models.CharField(
        max_length=140, blank=True, help_text=_("One line: what an hour with them is good for.")
    )
    biography = StreamField(
        Biography(),
        blank=True,
        help_text=_("The mentor edits the words; pictures and films you add stay where they are."),
    )
    portrait = picture_field(_("Instead of the picture of the account."))
    film = models.ForeignKey(
        Film,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("film they sent"),
    )
    film_url = models.URLField(
        _("film elsewhere"),
        max_length=300,
        blank=True,
        validators=[check_film],
        help_text=_("On YouTube or Vimeo. A film they sent goes first."),
    )
    poster = picture_field(_("Shown until somebody presses play; without one, the portrait."))
    links = StreamField(
        Links(), blank=True, help_text=_("Where to read of them elsewhere; https only.")
    )

    content_panels = [
        # The name of the account. Wagtail's own panel looks for an address to fill in.
        FieldPanel("title", read_only=True),
        FieldPanel("headline"),
        FieldPanel("biography"),
        FieldPanel("portrait"),
        MultiFieldPanel(
            [FieldPanel("film", read_only=True), FieldPanel("film_url"), FieldPanel("poster")],
            _("Introduction on film"),
        ),
        FieldPanel("links"),
    ]
    promote_panels = FixedSlug.promote_panels
    # No day on which it ends: see the permissions.
    settings_panels: list[Panel] = []

    def permissions_for_user(self, user: Any) -> MentorPagePermissions:
        """Return what somebody may do with the page in the admin."""
        return MentorPagePermissions(user, self)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse editors: a page is made for each mentor, never by hand."""
        return False

    def full_clean(self, *args, **kwargs) -> None:
        """Keep the address that `Mentor.get_absolute_url` says, and the name of the account."""
        self.slug, self.title = self.mentor.slug, self.mentor.user.name
        super().full_clean(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict[str, Any]:
        """Add sessions, reviews and topics."""
        extra = screen.context(request, self)
        extra["meta"] = SimpleLazyObject(lambda: seo.mentor(self, extra))
        return super().get_context(request, *args, **kwargs) | extra
