"""What a page is in schema.org's words, as a block of data in its head: {% load seo %}."""

import json
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Nothing in a text may end the block or open another tag; two signs end a line of JavaScript.
ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@register.simple_tag
def json_ld(data: Sequence[dict[str, Any]]) -> SafeString:
    """Write the things a page is about as one graph; data, which no browser runs."""
    graph = {"@context": "https://schema.org", "@graph": list(data)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (escaped above)
