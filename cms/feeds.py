"""Feeds to subscribe to: new sessions as Atom, those to come as a calendar; all, a topic, a mentor.

Of the same sessions the same bytes come, so that who has them hears 304.
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.calendar import calendar_of
from learning.enums import SessionState
from learning.models import Domain, Mentor, Session
from learning.queries import mentors, sessions
from peerlearn.common.clock import now
from peerlearn.common.money import format_inr
from peerlearn.common.zones import site_zone, when_text

from .seo import addresses
from .seo.feeds import ATOM, FEED, ICS, calendar_name, feed_name
from .seo.meta import absolute
from .seo.words import plain

MOST_NEW = 50
MOST_DATES = 200
KEPT_SECONDS = 900


@dataclass(frozen=True)
class Source:
    """What a feed is about: a topic, a mentor, or nothing but the site."""

    path: str
    domain: Domain | None = None
    mentor: Mentor | None = None

    @property
    def about(self) -> str:
        """Return the name of the topic or mentor; nothing for all sessions."""
        if self.mentor:
            return plain(self.mentor.user.name)
        return self.domain.name if self.domain else ""


@require_safe
def everything(request: HttpRequest, file: str) -> HttpResponse:
    """Answer with a feed of all sessions."""
    return _answer(request, Source("/sessions/"), file)


@require_safe
def topic(request: HttpRequest, slug: str, file: str) -> HttpResponse:
    """Answer with a feed of one topic, also under a name it had before."""
    found = Domain.objects.filter(slug=slug).first()
    if found is None:
        return _moved(request, f"/sessions/topic/{slug}/", file)
    return _answer(request, Source(found.get_absolute_url(), domain=found), file)


@require_safe
def mentor(request: HttpRequest, slug: str, file: str) -> HttpResponse:
    """Answer with a feed of one mentor, also under an address they had before."""
    found = mentors.shown().filter(slug=slug).first()
    if found is None:
        return _moved(request, f"/mentors/{slug}/", file)
    return _answer(request, Source(found.get_absolute_url(), mentor=found), file)


@require_safe
def one_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with one session to come (or cancelled) for somebody's calendar."""
    found = sessions.announced().filter(pk=pk).first()
    if found is None:
        raise Http404
    path = found.get_absolute_url()
    data = calendar_of([found], name=plain(found.title), path=path, remind=True)
    return _file(request, data, ICS, f"{settings.SITE_NAME.lower()}-{pk}.ics")


def _moved(request: HttpRequest, path: str, file: str) -> HttpResponse:
    now_at = addresses.before_change(request, path)
    if not now_at.startswith("/"):
        raise Http404
    return addresses.moved_to(request, f"{now_at.rstrip('/')}/{file}")


def _answer(request: HttpRequest, source: Source, file: str) -> HttpResponse:
    asked = {"domain": source.domain, "mentor": source.mentor}
    if file == FEED:
        rows = list(sessions.latest(**asked)[:MOST_NEW])
        return _file(request, _atom(source, rows), f"{ATOM}; charset=utf-8", file)
    dates = sessions.announced(**asked)[:MOST_DATES]
    data = calendar_of(dates, name=calendar_name(source.about), path=source.path)
    return _file(request, data, ICS, file)


def _atom(source: Source, rows: list[Session]) -> bytes:
    feed = Atom1Feed(
        title=feed_name(source.about),
        link=absolute(source.path),
        description=None,
        subtitle=_("New live sessions, when they are announced."),
        language=settings.LANGUAGE_CODE,
        feed_url=absolute(f"{source.path}{FEED}"),
        feed_guid=absolute(source.path),
    )
    for session in rows:
        feed.add_item(
            title=plain(session.title),
            link=absolute(session.get_absolute_url()),
            description=_words(session),
            author_name=plain(session.mentor.user.name),
            author_link=absolute(session.mentor.get_absolute_url()),
            unique_id=absolute(f"/sessions/{session.pk}/"),
            pubdate=session.published_at or session.created_at,
            updateddate=session.updated_at,
            categories=[session.domain.name],
        )
    if not rows:  # without entries the library would write the time of asking
        feed.latest_post_date = lambda: now().replace(hour=0, minute=0, second=0, microsecond=0)
    return feed.writeString("utf-8").encode()


def _words(session: Session) -> str:
    price = format_inr(session.price) if session.price else _("Free")
    live = session.state == SessionState.LIVE
    when = _("Live now") if live else when_text(session.starts_at, site_zone())
    return f"{when} · {session.minutes} min · {price}. {plain(session.summary)}"


def _file(request: HttpRequest, data: bytes, kind: str, name: str) -> HttpResponse:
    etag = f'"{hashlib.sha256(data).hexdigest()[:24]}"'
    answer = HttpResponse(data, content_type=kind, headers={"ETag": etag})
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return get_conditional_response(request, etag=etag, response=answer)
