"""Numbers of the settings in editors' texts: {% load figures %}."""

from django import template
from django.template.defaultfilters import stringfilter

from ..figures import filled

register = template.Library()


@register.filter(is_safe=True)
@stringfilter
def figures(text: str) -> str:
    """Fill in the numbers a text names; numbers need no escaping."""
    return filled(text)
