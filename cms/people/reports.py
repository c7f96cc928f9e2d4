"""What people reported: a queue, and a page to decide on one."""

from typing import Any

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

from learning.enums import ReportOutcome
from learning.models import Report
from learning.queries import reports as queries
from learning.services import reports
from peerlearn.accounts.rights import Permission, demand
from peerlearn.accounts.services.standing import REASON_CHARACTERS
from peerlearn.common.errors import DomainError
from peerlearn.common.spreadsheets import harmless

HIDEABLE = ("review", "reply")


def link(row: Report) -> SafeString:
    """Return what was reported, leading to the page that decides on it."""
    return format_html('<a href="{}">{}: {}</a>', _address(row), row.kind, row.title)


def _address(row: Report) -> str:
    return reverse("report_decision", args=[row.pk])


class ReportsView(ReportView):
    """What waits for a decision, oldest first."""

    model = Report
    page_title = gettext_lazy("Reports")
    header_icon = "warning"
    index_url_name = "reports"
    index_results_url_name = "reports_results"
    default_ordering = "created_at"
    columns = [
        Column("title", label=gettext_lazy("What"), accessor=link, width="26%"),
        Column("about", label=gettext_lazy("Of whom"), accessor="about.name", width="14%"),
        Column("by", label=gettext_lazy("Who says so"), accessor="by.name", width="14%"),
        Column("reason", label=gettext_lazy("Why"), accessor="get_reason_display"),
        DateColumn("created_at", label=gettext_lazy("Said"), sort_key="created_at", width="14%"),
    ]
    list_export = ["pk", "kind", "ref", "reason", "words", "created_at"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who decides about people."""
        demand(request.user, Permission.MODERATE_PEOPLE)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Report]:
        """Return the rows in the order asked for."""
        return self.order_queryset(queries.waiting())

    def get_filename(self) -> str:
        """Return the name of the file to take along."""
        return "reports"

    def to_row_dict(self, item: Report) -> dict[str, Any]:
        """Return one line of the file; no program takes the words for a formula."""
        return super().to_row_dict(item) | {"words": harmless(item.words)}


class DecisionForm(forms.Form):
    """What follows, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What follows"), widget=forms.RadioSelect, choices=()
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Kept in the audit log. Who is warned, or whose words are hidden, reads it; who "
            "reported it does not."
        ),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ReportOutcome.DISMISSED, _("Nothing: it is not against our rules"))]
        if kind in HIDEABLE:
            choices.append((ReportOutcome.HIDDEN, _("Hide what was written")))
        choices += [
            (ReportOutcome.WARNED, _("Warn the person")),
            (ReportOutcome.SUSPENDED, _("Close the account: what they have coming is refunded")),
        ]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


class DecisionView(WagtailAdminTemplateMixin, FormView):
    """Show what was reported as it read then, who says what of it, and what was before."""

    template_name = "cms/admin/report.html"
    form_class = DecisionForm
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who decides about people."""
        demand(request.user, Permission.MODERATE_PEOPLE)
        self.report = get_object_or_404(queries.waiting(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what kind of thing it is."""
        return super().get_form_kwargs() | {"kind": self.report.kind}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Decide; what a rule refuses is said above the form."""
        try:
            reports.decide(report_id=self.report.pk, actor=self.request.user, **form.cleaned_data)
        except DomainError as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Decided. Who reported it was told that we looked."))
        return redirect("reports")

    def get_page_title(self) -> str:
        """Return what was reported."""
        return _("Reported: %(title)s") % {"title": self.report.title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        queue = {"url": reverse("reports"), "label": ReportsView.page_title}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the report, the others about the same thing, and what the person did before."""
        return super().get_context_data(
            report=self.report,
            said=queries.same_thing(self.report),
            before=queries.about(self.report.about),
            changes=queries.changes_of(self.report),
            **kwargs,
        )
