"""Where the gateway and we disagree: a queue, and a page to close one with what was done."""

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from payments.models import Order, ReconIssue
from payments.recon_enums import ReconState
from payments.services import issues
from peerlearn.accounts.models import User
from peerlearn.common.errors import DomainError
from peerlearn.common.spreadsheets import harmless

from .payouts import MoneyScreen


def link(row: ReconIssue) -> SafeString:
    """Return what differs, leading to the page that closes it."""
    url = reverse("money_issue", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, row.get_kind_display())


class IssuesView(MoneyScreen, ReportView):
    """What waits for somebody, oldest first."""

    model = ReconIssue
    page_title = gettext_lazy("Money that differs")
    header_icon = "warning"
    index_url_name = "money_issues"
    index_results_url_name = "money_issues_results"
    default_ordering = "found_at"
    columns = [
        Column("kind", label=gettext_lazy("What"), accessor=link, width="22%"),
        Column("ref", label=gettext_lazy("At the gateway")),
        Column("expected", label=gettext_lazy("We have")),
        Column("actual", label=gettext_lazy("It has")),
        DateColumn("found_at", label=gettext_lazy("Found"), sort_key="found_at", width="13%"),
        DateColumn("seen_at", label=gettext_lazy("Seen last"), sort_key="seen_at", width="13%"),
    ]
    list_export = ["kind", "ref", "expected", "actual", "found_at", "seen_at"]

    def get_queryset(self) -> QuerySet[ReconIssue]:
        """Return the rows in the order asked for."""
        return self.order_queryset(ReconIssue.objects.filter(state=ReconState.OPEN))

    def get_filename(self) -> str:
        """Return the name of the file to take along."""
        return "money-that-differs"

    def to_row_dict(self, item: ReconIssue) -> dict[str, Any]:
        """Return one line of the file; no program takes a text for a formula."""
        texts = {name: harmless(getattr(item, name)) for name in ("ref", "expected", "actual")}
        return super().to_row_dict(item) | texts


class NoteForm(forms.Form):
    """What was done about it."""

    note = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept with the issue and in the audit log. It moves no money."),
    )


class IssueView(MoneyScreen, WagtailAdminTemplateMixin, FormView):
    """Show one difference; close it."""

    template_name = "operations/money/issue.html"
    form_class = NoteForm
    header_icon = "warning"

    @cached_property
    def issue(self) -> ReconIssue:
        """Return the issue, as long as it is open."""
        waiting = ReconIssue.objects.filter(state=ReconState.OPEN)
        return get_object_or_404(waiting, pk=self.kwargs["pk"])

    def form_valid(self, form: NoteForm) -> HttpResponse:
        """Close it; what a rule refuses is said above the form."""
        note = form.cleaned_data["note"]
        try:
            issues.resolve(actor=cast(User, self.request.user), issue_id=self.issue.pk, note=note)
        except DomainError as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Closed. If it is found again, it comes back."))
        return redirect("money_issues")

    def get_page_title(self) -> str:
        """Return what differs."""
        return str(self.issue.get_kind_display())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        queue = {"url": reverse("money_issues"), "label": IssuesView.page_title}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the issue, and the order it is about where there is one."""
        return super().get_context_data(issue=self.issue, order=self._order(), **kwargs)

    def _order(self) -> Order | None:
        ids = self.issue.ref.split()
        paid = Q(payments__gateway_payment_id__in=ids)
        disputed = Q(payments__disputes__gateway_dispute_id__in=ids)
        return Order.objects.filter(paid | disputed).first()
