"""The head of each kind of public page, of what its screen has read: no statement more."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.models import Mentor, Session
from peerlearn.common.money import format_inr
from peerlearn.common.zones import site_zone, when_text

from ..figures import filled
from ..screens.frame import Frame
from ..share.addresses import mentor_picture, session_picture, site_picture
from . import structured
from .feeds import feeds_of
from .meta import (
    NOT_LISTED,
    TOPIC_ALONE,
    Meta,
    has_words,
    is_long_over,
    narrowed,
    numbered,
    of_page,
)
from .words import TITLE_CHARACTERS, clip, description, plain, plain_html, title

HOME = [("Home", "/")]


def landing(page: Any, house: Frame) -> Meta:
    """Return the head of the landing page; `house` says who we are."""
    logo = house.logo or static("img/logo.png")
    elsewhere = [profile.url for profile in house.profiles]
    words = plain(page.seo_title or page.hero_title)
    return Meta(
        title=title([words]),
        heading=words,
        description=description(page.search_description or page.hero_text or words),
        path="/",
        data=(
            *structured.site(logo, house.organisation, elsewhere),
            *structured.questions(page.body),
        ),
    )


def content(page: Any) -> Meta:
    """Return the head of a page of text."""
    path = f"/{page.slug}/"
    trail = structured.breadcrumbs(HOME, page.title, path)
    words = " ".join(str(block.value) for block in page.body if block.block_type == "text")
    data = (trail, *structured.questions(page.body))
    return of_page(page, path, text=plain_html(filled(words)), data=data)


def catalogue(request: HttpRequest, page: Any, context: Mapping[str, Any]) -> Meta:
    """Return the head of a list of sessions: of all, of a topic, or of what was searched for."""
    found = context["found"]
    topic, number = found.topic, found.page.number
    if topic:
        path, heading = topic.get_absolute_url(), _("Live %(topic)s sessions") % {"topic": topic}
        words = context.get("text")
        heading = (words and words.search_title) or heading
        text = (words and words.search_description) or topic.blurb or heading
        tail = _("Book a seat with a mentor, one to one or in a small group.")
    else:
        path, heading = "/sessions/", plain(page.seo_title) or str(context["heading"])
        text = page.search_description or _(
            "Live sessions with mentors, one to one or in small groups: filter by topic, day and "
            "price, and hold a seat."
        )
        tail = ""
    place = numbered(path, number, found.page.paginator.num_pages)
    here = topic.name if topic else _("Sessions")
    above = [*HOME, ("Sessions", "/sessions/")] if topic else HOME
    rows = [(card.title, card.url) for card in context["cards"]]
    meta = Meta(
        title=title([_page_of(heading, number)]),
        heading=heading,
        description=description(text, tail),
        feeds=feeds_of(path, topic.name if topic else ""),
        data=(
            structured.breadcrumbs(above, here, path),
            *([structured.listing(heading, rows, found.page.start_index())] if rows else []),
        ),
        **place,
    )
    return narrowed(meta) if has_words(request, TOPIC_ALONE) else meta


def mentors(request: HttpRequest, page: Any, context: Mapping[str, Any]) -> Meta:
    """Return the head of the list of mentors."""
    shown = context["page_obj"]
    heading = plain(page.seo_title or page.title)
    rows = [(card.name, card.url) for card in context["cards"]]
    meta = Meta(
        title=title([_page_of(heading, shown.number)]),
        heading=heading,
        description=description(page.search_description or page.intro or heading),
        data=(
            structured.breadcrumbs(HOME, page.title, "/mentors/"),
            *([structured.listing(heading, rows, shown.start_index())] if rows else []),
        ),
        **numbered("/mentors/", shown.number, shown.paginator.num_pages),
    )
    return narrowed(meta) if has_words(request) else meta


def session(context: Mapping[str, Any]) -> Meta:
    """Return the head of a session's page."""
    of: Session = context["session"]
    name, path = of.mentor.user.name, of.get_absolute_url()
    day, over = _day(of), is_long_over(of)
    image = site_picture() if over else session_picture(of)
    short = clip(of.title, TITLE_CHARACTERS - len(day) - 2)
    price = format_inr(of.price) if of.price else _("Free")
    facts = _("Live with %(name)s, %(when)s. %(price)s.") % {
        "name": clip(name, 40),
        "when": when_text(of.starts_at, site_zone()),
        "price": price,
    }
    return Meta(
        title=title([f"{of.title} with {name}, {day}", f"{of.title}, {day}", f"{short}, {day}"]),
        heading=plain(of.title),
        description=description(of.summary, facts),
        path=path,
        image=image,
        image_alt=_("%(title)s. %(facts)s") % {"title": plain(of.title), "facts": facts},
        robots=NOT_LISTED if over else "",
        data=(
            structured.event(of, image),
            structured.breadcrumbs(context["trail"], of.title, path),
        ),
    )


def mentor(page: Any, context: Mapping[str, Any]) -> Meta:
    """Return the head of a mentor's page; pages of older reviews are not pages of their own."""
    of: Mentor = context["mentor"]
    name, path = plain(of.user.name), of.get_absolute_url()
    headline, image = plain(page.headline or of.headline), mentor_picture(page)
    topics = [*(one.name for one in context["domains"]), *(one.name for one in context["skills"])]
    return Meta(
        title=title([plain(page.seo_title) or f"{name}: {headline or _('mentor')}"]),
        heading=f"{name}: {headline}" if headline else name,
        description=description(page.search_description or _praise(of, headline, topics)),
        path=path,
        image=image,
        image_alt=f"{name}: {headline}" if headline else name,
        kind="profile",
        feeds=feeds_of(path, name),
        data=(
            structured.profile(of, headline, topics, of.user.avatar_url or image),
            *structured.teaching(of, headline, context["next_sessions"], context["reviews"]),
            structured.breadcrumbs(context["trail"], name, path),
        ),
    )


def _day(of: Session) -> str:
    start = of.starts_at.astimezone(site_zone())
    return f"{start.day} {start:%b}"


def _page_of(heading: str, number: int) -> str:
    return f"{heading}, {_('page %(n)d') % {'n': number}}" if number > 1 else heading


def _praise(of: Mentor, headline: str, topics: list[str]) -> str:
    """Return a mentor in a line: what they say, how they are rated, what they teach."""
    parts = [f"{headline.rstrip('.')}." if headline else ""]
    if of.rating_count:
        words = ngettext(
            "%(rating)s of 5 from %(n)d review.",
            "%(rating)s of 5 from %(n)d reviews.",
            of.rating_count,
        )
        parts.append(words % {"rating": of.rating, "n": of.rating_count})
    if topics:
        parts.append(_("Live sessions on %(topics)s.") % {"topics": ", ".join(topics[:6])})
    return " ".join(part for part in parts if part) or _("Live sessions, one to one and in groups.")
