"""What stands in the head of a public page; templates/cms/parts/meta.html writes it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from learning.models import Session
from peerlearn.common.clock import now

from ..share.addresses import site_picture
from .feeds import Feed
from .words import description, plain, title

NOT_LISTED = "noindex, follow"
# How long a session that is over stays in the index: its reviews are read by then.
DAYS_LISTED = 30
# A topic's list is a page of its own; any other filter shows a part of one.
TOPIC_ALONE = frozenset({"page", "topic"})


@dataclass(frozen=True)
class Meta:
    """The head of one page.

    `path` is the address that counts, `image` the path of a picture of 1200 x 630, `robots` empty
    where the page may be found, `before` and `after` paths of neighbouring pages of a list, `feeds`
    (media type, path, title) to subscribe to, `data` what the page is in schema.org's words.
    """

    title: str
    description: str
    path: str
    heading: str = ""
    kind: str = "website"
    image: str = field(default_factory=site_picture)
    image_alt: str = ""
    robots: str = ""
    before: str = ""
    after: str = ""
    feeds: tuple[Feed, ...] = ()
    data: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    @property
    def url(self) -> str:
        """Return the address that counts, in full."""
        return absolute(self.path)

    @property
    def image_url(self) -> str:
        """Return the picture's address in full."""
        return absolute(self.image)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Return (language, address) of the page in each language, for hreflang."""
        return [] if self.robots else alternates(self.path)


def absolute(path: str) -> str:
    """Return a path of this site as a whole address; nothing stays nothing, addresses as is."""
    if not path or path.startswith(("http://", "https://")):
        return path
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def alternates(path: str) -> list[tuple[str, str]]:
    """Return (language, address) of a page for each of LANGUAGES and for everybody else.

    The first language has no prefix; another one lies below its code (/hi/sessions/).
    """
    found = [("x-default", absolute(path))]
    for code, _name in settings.LANGUAGES:
        own = code == settings.LANGUAGE_CODE
        found.append((code, absolute(path if own else f"/{code}{path}")))
    return found


def of_page(page: Any, path: str, text: str = "", **more: Any) -> Meta:
    """Return the head of one of Wagtail's pages: the editor's words, else title and `text`."""
    heading = plain(page.title)
    words = plain(page.seo_title)
    return Meta(
        title=title([words or heading]),
        description=description(page.search_description or text or heading),
        heading=words or heading,
        path=path,
        **more,
    )


def narrowed(meta: Meta) -> Meta:
    """Return the head of a page that shows a part of what another one shows."""
    return replace(meta, robots=NOT_LISTED, before="", after="")


def numbered(path: str, number: int, count: int) -> dict[str, str]:
    """Return `path`, `before` and `after` of page `number` of `count` of a list."""

    def at(n: int) -> str:
        return path if n == 1 else f"{path}?page={n}"

    return {
        "path": at(number),
        "before": at(number - 1) if number > 1 else "",
        "after": at(number + 1) if number < count else "",
    }


def is_long_over(session: Session) -> bool:
    """Tell whether a session is over (or would be) for so long that nobody need find it."""
    return session.ends_at < now() - timedelta(days=DAYS_LISTED)


def has_words(request: HttpRequest, known: frozenset[str] = frozenset({"page"})) -> bool:
    """Tell whether an address narrows or sorts: it asks for anything that is not in `known`.

    What others hang on an address to count visits narrows nothing.
    """
    return any(
        value.strip()
        for name, value in request.GET.items()
        if name not in known and not name.startswith(("utm_", "gclid", "fbclid", "ref"))
    )
