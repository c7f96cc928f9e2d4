"""Following mentors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.navigation import next_of
from peerlearn.accounts.rights import Permission

from ..cards import mentor_card
from ..queries import mentors
from ..services import follows

ROWS = 96


@permission_required(Permission.LEARN)
@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a mentor (`on`=1) or no more; scripts get an empty 204, people the page they left."""
    on = request.POST.get("on", "1") != "0"
    act = follows.follow if on else follows.unfollow
    mentor = act(user=request.user, mentor_id=pk)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    words = _("You follow %s now.") if on else _("You follow %s no more.")
    messages.success(request, words % mentor.user.name)
    return redirect(next_of(request) or mentor.get_absolute_url())


@permission_required(Permission.LEARN)
@never_cache
def following(request: HttpRequest) -> HttpResponse:
    """Show the mentors somebody follows."""
    found = list(mentors.followed_by(request.user)[:ROWS])
    starts = mentors.next_starts(found)
    cards = [mentor_card(mentor, starts.get(mentor.pk)) for mentor in found]
    context = {"role": "learner", "tab": "following", "cards": cards}
    return render(request, "learning/learner/following.html", context)
