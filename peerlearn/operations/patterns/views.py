"""The pattern page itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache

from ..views import dev_only
from .shapes import Context, Pattern, State
from .stamp import stamped
from .table import GROUPS

THEMES = ("light", "dark")


@dev_only
@never_cache
def patterns(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states, light and dark; `?wide=dark` gives dark the room."""
    wide = request.GET.get("wide")
    groups = [
        {"title": group.title, "patterns": [_shown(request, one) for one in group.patterns]}
        for group in GROUPS
    ]
    context = {"groups": groups, "wide": wide if wide in THEMES else "light"}
    return render(request, "operations/patterns/page.html", context)


def _shown(request: HttpRequest, pattern: Pattern) -> Context:
    sides = [
        {"theme": theme, "states": [_state(request, pattern, one, theme) for one in pattern.states]}
        for theme in THEMES
    ]
    return {"name": pattern.name, "title": pattern.title, "wide": pattern.wide, "sides": sides}


def _state(request: HttpRequest, pattern: Pattern, state: State, theme: str) -> Context:
    mark = f"-{pattern.name}-{pattern.states.index(state)}-{theme}"
    context = {"theme": theme} | state.context()
    html: str = render_to_string(f"components/{pattern.name}.html", context, request).strip()
    if html.startswith("<li"):
        html = f'<ul class="bottom-nav">{html}</ul>'
    if state.opens:
        html = f"{_opener(state)}{html}"
    return {"name": state.name, "html": _safe(stamped(html, mark))}


def _opener(state: State) -> str:
    attributes = f'type="button" data-dialog-open="{state.opens}"'
    return f'<button class="btn btn-quiet" {attributes}>Open</button>'


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - made by our own templates from sample data
