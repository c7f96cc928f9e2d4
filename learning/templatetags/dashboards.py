"""The row of tabs above every page of a dashboard. {% load dashboards %}."""

from typing import Any

from django import template

from ..dashboards import tabs_of

register = template.Library()


@register.inclusion_tag("learning/parts/tabs.html")
def dashboard_tabs(role: str, tab: str) -> dict[str, Any]:
    """Show the tabs of `role` ("learner" or "mentor"), the one called `tab` marked."""
    return {"tabs": tabs_of(role), "here": tab}
