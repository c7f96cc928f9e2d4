"""Keeping pages in step with what they show."""

from django.db import transaction
from django.utils.html import escape, format_html_join

from learning.enums import Vetting
from learning.models import Mentor
from peerlearn.common.clock import now

from .models import MentorIndexPage, MentorPage


@transaction.atomic
def ensure_mentor_page(*, mentor_id: int, headline: str = "", biography: str = "") -> MentorPage:
    """Make or mend a mentor's page: address and title of the mentor, live only while approved.

    `biography` is plain text, an empty line between paragraphs; empty texts leave what is there.
    Raises Mentor.DoesNotExist.
    """
    mentor = Mentor.objects.select_related("user").get(pk=mentor_id)
    page = MentorPage.objects.filter(mentor=mentor).first() or MentorPage(mentor=mentor)
    before = (page.title, page.slug, page.headline, page.biography, page.live)
    page.title = page.draft_title = mentor.user.name
    page.slug = mentor.slug
    page.headline = headline or page.headline or mentor.headline
    page.biography = _paragraphs(biography) or page.biography
    page.live = mentor.vetting == Vetting.APPROVED and mentor.user.is_active
    if page.live and page.first_published_at is None:
        page.first_published_at = page.last_published_at = now()
    if page.pk is None:
        # Two new siblings at once must not take the same place in the tree.
        index = MentorIndexPage.objects.select_for_update().get()
        index.add_child(instance=page)
    elif before != (page.title, page.slug, page.headline, page.biography, page.live):
        page.save()
    return page


def _paragraphs(text: str) -> str:
    """Plain text as the editor stores it: escaped, a paragraph each."""
    parts = [(escape(part.strip()),) for part in text.replace("\r\n", "\n").split("\n\n")]
    return str(format_html_join("", "<p>{}</p>", [part for part in parts if part[0]]))
