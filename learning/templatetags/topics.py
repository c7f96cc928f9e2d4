"""Topics for pages that must stay cheap, like the one for a wrong address. {% load topics %}."""

from django import template
from django.core.cache import cache

from ..queries.topics import first

register = template.Library()

KEY = "learning:few-topics"
KEPT = 600  # seconds; a renamed topic shows its old name that long on these pages


@register.simple_tag
def few_topics() -> list[tuple[str, str]]:
    """Return name and address of the first eight topics, read at most every ten minutes."""
    return cache.get_or_set(KEY, first, KEPT)
