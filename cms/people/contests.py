"""What learners and mentors contest about who was there: a queue, and a page to decide on one."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from learning.enums import CONTEST_MOVES, BookingState
from learning.models import Contest
from learning.queries import contests as queries
from learning.services import contests
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.errors import DomainError
from peerlearn.common.spreadsheets import harmless


def link(row: Contest) -> SafeString:
    """Return whose word it is, leading to the page that decides on it."""
    return format_html('<a href="{}">{}</a>', reverse("contest", args=[row.pk]), row.by.name)


class ContestsView(ReportView):
    """What waits for a decision, oldest first."""

    model = Contest
    page_title = gettext_lazy("Contested attendance")
    header_icon = "warning"
    index_url_name = "contests"
    index_results_url_name = "contests_results"
    default_ordering = "created_at"
    columns = [
        Column("by", label=gettext_lazy("Who says so"), accessor=link, width="18%"),
        Column("session", label=gettext_lazy("Session"), accessor="booking.session.title"),
        Column("settled", label=gettext_lazy("Settled as"), accessor="get_settled_display"),
        Column("words", label=gettext_lazy("Why it is wrong")),
        DateColumn("created_at", label=gettext_lazy("Said"), sort_key="created_at", width="14%"),
    ]
    list_export = ["pk", "settled", "words", "created_at"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who decides about people."""
        demand(request.user, Permission.MODERATE_PEOPLE)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Contest]:
        """Return the rows in the order asked for."""
        return self.order_queryset(queries.waiting())

    def get_filename(self) -> str:
        """Return the name of the file to take along."""
        return "contested-attendance"

    def to_row_dict(self, item: Contest) -> dict[str, Any]:
        """Return one line of the file; no program takes the words for a formula."""
        return super().to_row_dict(item) | {"words": harmless(item.words)}


class DecisionForm(forms.Form):
    """What is right, and what both sides are told."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What happened"), widget=forms.RadioSelect, choices=()
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer to both"),
        max_length=contests.WORDS[1],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Learner and mentor read it."),
    )

    def __init__(self, *args: Any, settled: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = sorted(CONTEST_MOVES.get(BookingState(settled), ()))
        outcome = cast(forms.ChoiceField, self.fields["outcome"])
        outcome.choices = [(state, _words(state)) for state in (settled, *others)]
        outcome.initial = settled


def _words(state: str) -> str:
    return {
        BookingState.COMPLETED: _("The learner was there"),
        BookingState.NO_SHOW_LEARNER: _("The learner was not there"),
        BookingState.NO_SHOW_MENTOR: _("The mentor was not there: everything is paid back"),
        BookingState.CANCELLED_MENTOR: _("The mentor is excused; what was paid back stays so"),
    }[BookingState(state)]


class ContestView(WagtailAdminTemplateMixin, FormView):
    """Show what both sides say and when they were in the room; settle it."""

    template_name = "cms/admin/contest.html"
    form_class = DecisionForm
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who decides about people."""
        demand(request.user, Permission.MODERATE_PEOPLE)
        self.contest = get_object_or_404(queries.waiting(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form how the booking stands."""
        return super().get_form_kwargs() | {"settled": self.contest.booking.state}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Settle it; what a rule refuses is said above the form."""
        try:
            contests.decide(
                contest_id=self.contest.pk, actor=self.request.user, **form.cleaned_data
            )
        except DomainError as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Decided. Both were told."))
        return redirect("contests")

    def get_page_title(self) -> str:
        """Return what is contested."""
        return _("Contested: %(title)s") % {"title": self.contest.booking.session.title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        queue = {"url": reverse("contests"), "label": ContestsView.page_title}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the booking, what was said, and the times in the room."""
        booking = self.contest.booking
        return super().get_context_data(
            booking=booking,
            session=booking.session,
            said=queries.of_booking(booking),
            stays=queries.stays_of(booking),
            **kwargs,
        )
