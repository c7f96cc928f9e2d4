"""What learners say of a session, and how mentors answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed

from ..enums import BookingState, ReviewState
from ..forms import ReplyForm, ReviewForm
from ..models import Booking, Review
from ..policies import changeable_until
from ..queries import bookings as booking_queries
from ..queries import reviews as queries
from ..services import reviews
from .mentor import mentor_of

PER_PAGE = 12


def review_context(booking: Booking, form: ReviewForm | None = None) -> dict[str, Any]:
    """Return what booking_review.html needs: `said`, `review_form` while one may write."""
    if booking.state != BookingState.COMPLETED and not hasattr(booking, "review"):
        return {"said": None, "review_form": None}
    said: Review | None = getattr(booking, "review", None)
    if said is None:
        return {"said": None, "review_form": form or ReviewForm()}
    until = changeable_until(said.created_at)
    open_still = said.state != ReviewState.WITHDRAWN and now() <= until
    filled = ReviewForm(initial={"rating": said.rating, "comment": said.comment, **said.scores})
    return {
        "said": said,
        "review_until": until,
        "review_form": (form or filled) if open_still else None,
    }


@login_required
@never_cache
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form (GET), store or change a review (POST); a refused one keeps what was typed."""
    found = booking_queries.of_learner(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.state != BookingState.COMPLETED and not hasattr(found, "review"):
        raise NotAllowed("not_attended", _("Only sessions you attended can be reviewed."))
    if request.method != "POST":
        return _page(request, found)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    said: Review | None = getattr(found, "review", None)
    try:
        if said is None:
            reviews.post(booking_id=pk, actor=request.user, **form.said())
            messages.success(request, _("Thank you. Your review is on the mentor's page."))
            return redirect("learner-sessions")
        reviews.edit(review_id=said.pk, actor=request.user, **form.said())
    except Conflict as refused:
        form.add_error(None, refused.message)
        return _page(request, found, form, status=refused.status)
    messages.success(request, _("Your review is changed."))
    return redirect(found)


def _page(
    request: HttpRequest, booking: Booking, form: ReviewForm | None = None, status: int = 200
) -> HttpResponse:
    context = {"booking": booking, "session": booking.session} | review_context(booking, form)
    return render(request, "learning/review.html", context, status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's review of a booking back."""
    said = Review.objects.filter(booking=pk, learner=request.user).first()
    if said is None:
        raise Http404
    reviews.withdraw(review_id=said.pk, actor=request.user)
    messages.success(request, _("Your review is taken back. Nobody sees it any more."))
    return redirect(said.booking)


@permission_required(Permission.TEACH)
@never_cache
def of_mine(request: HttpRequest) -> HttpResponse:
    """Show a mentor what learners say, what waits for an answer first."""
    return _overview(request)


def _overview(
    request: HttpRequest, failed: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    mentor = mentor_of(request)
    pages = Paginator(queries.to_answer(mentor), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    histogram, scores = queries.figures(mentor)
    context = {
        "role": "mentor",
        "tab": "reviews",
        "mentor": mentor,
        "page": page,
        "rows": [_row(one, failed) for one in page],
        "histogram": histogram,
        "scores": scores,
        "unanswered": queries.unanswered(mentor).count(),
    }
    return render(request, "learning/mentor/reviews.html", context, status=status)


def _row(said: Review, failed: dict[str, Any] | None) -> dict[str, Any]:
    until = changeable_until(said.replied_at) if said.replied_at else None
    row = {"review": said, "until": until, "words": said.reply, "error": ""}
    row["open"] = not said.reply_hidden and (until is None or now() <= until)
    if failed and failed["pk"] == said.pk:
        row |= {"words": failed["words"], "error": failed["error"]}
    return row


@permission_required(Permission.TEACH)
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a review; what is refused stays in the form."""
    form = ReplyForm(request.POST)
    words = request.POST.get("reply", "")
    failed = {"pk": pk, "words": words, "error": ""}
    if not form.is_valid():
        return _overview(request, failed | {"error": form.errors["reply"][0]}, status=400)
    try:
        reviews.reply(review_id=pk, actor=request.user, words=form.cleaned_data["reply"])
    except DomainError as refused:
        if refused.status not in (400, 409):
            raise
        return _overview(request, failed | {"error": refused.message}, status=refused.status)
    messages.success(request, _("Your answer stands below the review."))
    return redirect("mentor-reviews")
