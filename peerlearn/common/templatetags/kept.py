"""Pieces of pages that are rendered once: {% load kept %}.

{% card card kind="session" heading="h2" %}: a card, by the values it shows.
{% kept "name" value ... of=tags %}...{% endkept %}: a piece of a page for visitors nobody knows,
by its name and the values, until one of the tags (page_cache.py) or what editors wrote changes.
Both also by the zone times are shown in.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name

from ..page_cache import SITE, remembered
from ..shelf import Shelf

register = template.Library()

MOST_CARDS = 4000


class Tab(NamedTuple):
    """Where a tab leads."""

    url: str


_cards: Shelf[SafeString] = Shelf(most=MOST_CARDS)
TABS = tuple(Tab(url) for url in ("/", "/sessions/", "/mentors/", settings.LOGIN_URL))


@register.simple_tag
def card(card: Any, kind: str, heading: str = "h3", **more: Any) -> SafeString:
    """Return a card of templates/components, rendered once for the values it shows."""
    values = {"card": card, "heading": heading or "h3", **more}
    if isinstance(card, dict):  # a sample of the pattern page
        return _card(kind, values)
    key = (kind, get_current_timezone_name(), *values.items())
    html = _cards.get(key)
    if html is None:
        html = _card(kind, values)
        _cards.put(key, html)
    return html


def _card(kind: str, values: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(f"components/{kind}_card.html").render(values))  # noqa: S308


@register.filter
def place(path: str, links: Iterable[Any]) -> tuple[tuple[str, bool, bool], ...]:
    """Return an address as far as a navigation of these `links` (each has a `url`) depends on it.

    An error page has neither.
    """
    urls = [link.url for link in links or ()]
    return tuple((url, path == url, path.startswith(url)) for url in urls if url in (path or ""))


@register.simple_tag
def tab_links() -> tuple[Tab, ...]:
    """Return where the tabs at the foot of a phone lead visitors."""
    return TABS


def _fixed(value: Any) -> Any:
    """Return a value as it can be the name of a piece."""
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(value) if isinstance(value, list) else value


class KeptNode(template.Node):
    """The piece, rendered or remembered."""

    def __init__(
        self,
        inside: NodeList,
        values: list[FilterExpression],
        tags: FilterExpression | None,
    ) -> None:
        self.nodelist = inside
        self.values = values
        self.tags = tags

    def render(self, context: Context) -> SafeString:
        """Return the piece; for somebody known it is rendered each time."""
        user = context.get("user")
        if user is None or user.is_authenticated:  # none: an error page, which knows nothing
            return self.nodelist.render(context)
        values = tuple(_fixed(value.resolve(context)) for value in self.values)
        tags = self.tags.resolve(context) if self.tags else ()
        tags = (tags,) if isinstance(tags, str) else tuple(tags)
        key = ("html", values, get_current_timezone_name())
        return remembered(key, lambda: self.nodelist.render(context), tags=(SITE, *tags))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Parse {% kept "name" value ... of=tags %}."""
    bits = token.split_contents()[1:]
    named = token_kwargs(bits[-1:], parser) if bits else {}
    if not bits or set(named) - {"of"}:
        raise template.TemplateSyntaxError('{% kept "name" value ... of=tags %}')
    values = [parser.compile_filter(bit) for bit in (bits[:-1] if named else bits)]
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(inside, values, named.get("of"))
