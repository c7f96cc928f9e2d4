"""Words with `code` in backticks, as HTML."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def code(text: str) -> SafeString:
    """Return the text escaped, each second part between backticks in a <code> element."""
    parts = str(text).split("`")
    return format_html_join(
        "",
        "{}{}{}",
        (
            (SafeString("<code>"), part, SafeString("</code>")) if number % 2 else ("", part, "")
            for number, part in enumerate(parts)
        ),
    )
