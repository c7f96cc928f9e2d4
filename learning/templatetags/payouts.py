"""Filters of the pages about earning: {% load payouts %}."""

from django import template

register = template.Library()


@register.filter
def percent(bps: int) -> str:
    """Show basis points as a percentage: 2000 -> "20 %"."""
    return f"{bps / 100:g} %"
