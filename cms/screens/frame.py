"""What stands around every page, read once and kept until an editor saves something."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.models import Page

from peerlearn.common import page_cache
from peerlearn.common.clock import now

from ..models.frame import SiteFrame

KEY = "site-frame"


@dataclass(frozen=True)
class Link:
    """Words and where they lead."""

    label: str
    url: str


@dataclass(frozen=True)
class Column:
    """A column of the footer."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Notice:
    """The announcement; `key` changes with its words, so that who closed it sees a new one."""

    text: str
    tone: str
    url: str
    label: str
    key: str


@dataclass(frozen=True)
class Frame:
    """Everything around a page. `logo` is an address or ""."""

    notice: Notice | None
    menu: tuple[Link, ...]
    columns: tuple[Column, ...]
    text: str
    profiles: tuple[Link, ...]
    organisation: str
    logo: str


def frame() -> Frame:
    """Return what stands around every page."""
    return page_cache.remembered(KEY, _read, tags=(page_cache.SITE,))


def contact_email() -> str:
    """Return where messages of the contact page go."""
    row = SiteFrame.objects.order_by("pk").values_list("contact_email", flat=True).first()
    return row or settings.CONTACT_EMAIL


def _read() -> Frame:
    row = SiteFrame.objects.select_related("logo").order_by("pk").first() or SiteFrame()
    values = [*_link_values(row.menu), *_link_values(row.footer)]
    keys = {value["page"] for value in values if value["page"]}
    pages = (
        dict(Page.objects.live().filter(pk__in=keys).values_list("pk", "url_path")) if keys else {}
    )

    def links(some: Iterable[Any]) -> tuple[Link, ...]:
        return tuple(link for value in some if (link := _link(value, pages)))

    columns = (Column(one.value["title"], links(one.value["links"])) for one in row.footer)
    return Frame(
        notice=_notice(row),
        menu=links(one.value for one in row.menu),
        columns=tuple(column for column in columns if column.links),
        text=row.footer_text,
        profiles=tuple(Link(one.value["network"], one.value["url"]) for one in row.profiles),
        organisation=row.organisation or settings.SITE_NAME,
        logo=row.logo.get_rendition("max-512x512|format-png").url if row.logo else "",
    )


def _link_values(stream: Iterable[Any]) -> Iterator[Any]:
    for child in stream:
        if child.block_type == "column":
            yield from child.value["links"]
        else:
            yield child.value


def _link(value: Any, pages: dict[int, str]) -> Link | None:
    if value["page"]:
        path = pages.get(getattr(value["page"], "pk", value["page"]))
        # The first part of a page's path is the site's root, /home/.
        return Link(value["label"], "/" + path.split("/", 2)[2]) if path else None
    return Link(value["label"], value["path"])


def _notice(row: SiteFrame) -> Notice | None:
    page_cache.fresh_until(row.notice_from, row.notice_until)
    moment = now()
    is_early = row.notice_from is not None and moment < row.notice_from
    is_late = row.notice_until is not None and moment >= row.notice_until
    if not row.notice_text or is_early or is_late:
        return None
    words = "\n".join((row.notice_text, row.notice_link, row.notice_label))
    key = hashlib.sha256(words.encode()).hexdigest()[:12]
    return Notice(row.notice_text, row.notice_tone, row.notice_link, row.notice_label, key)
