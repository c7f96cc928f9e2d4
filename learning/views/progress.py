"""What a learner has attended so far."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.zones import viewer_zone

from ..queries import progress as queries

ROWS = 20
HOUR = 3600
TOPICS = 8


def hours(seconds: int) -> str:
    """Return seconds as hours to one decimal, none where it is 0: "1.5", "2"."""
    return f"{seconds / HOUR:.1f}".removesuffix(".0")


@permission_required(Permission.LEARN)
@never_cache
def progress(request: HttpRequest) -> HttpResponse:
    """Show hours, topics and weeks in a row, and the certificates."""
    found = queries.of_learner(request.user, viewer_zone(request))
    page = Paginator(queries.attended(request.user), ROWS).get_page(request.GET.get("page"))
    longest = found.topics[0].seconds if found.topics else 0
    context = {
        "role": "learner",
        "tab": "progress",
        "found": found,
        "hours": hours(found.seconds),
        "months": [(f"{day:%b %Y}", hours(seconds)) for day, seconds in found.months],
        "topics": [(topic, hours(topic.seconds)) for topic in found.topics[:TOPICS]],
        "longest": longest,
        "page": page,
    }
    return render(request, "learning/learner/progress.html", context)
