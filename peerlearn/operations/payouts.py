"""Payouts in the admin: what waits, and a page to approve, refuse, pay or take back one."""

from collections.abc import Callable
from typing import Any

import django_filters
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
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from payments.models import Payout
from payments.payout_enums import STOPPABLE, PayoutState
from payments.payout_providers import MANUAL
from payments.services import payouts
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.errors import DomainError
from peerlearn.common.money import format_inr
from peerlearn.common.spreadsheets import harmless


class MoneyScreen:
    """A screen for who manages money, their second factor given."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who may."""
        demand(request.user, Permission.MANAGE_MONEY)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def link(row: Payout) -> SafeString:
    """Return what a payout is called, leading to its page."""
    return format_html('<a href="{}">{}</a>', reverse("payout_admin", args=[row.pk]), row.reference)


def waits_for(row: Payout) -> str:
    """Return what has to be done about a payout, "" if nothing."""
    if row.frozen_at and row.is_open:
        return _("Frozen: the account is closed")
    if row.is_stuck:
        return _("No answer for a day: look at the gateway")
    if row.state == PayoutState.REQUESTED:
        left = payouts.needed(row.amount) - len(row.approvals.all())
        return _("Approval of %d more") % left if left > 1 else _("Approval")
    if row.state == PayoutState.APPROVED and row.provider == MANUAL:
        return _("A bank transfer, and its reference")
    return ""


class PayoutFilterSet(WagtailFilterSet):
    """By state, payee and bank's reference."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=PayoutState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    payee = django_filters.CharFilter(
        field_name="payee__email", label=gettext_lazy("Payee (e-mail)"), lookup_expr="icontains"
    )
    utr = django_filters.CharFilter(label=gettext_lazy("Bank's reference"), lookup_expr="icontains")

    class Meta:
        model = Payout
        fields: list[str] = []


class PayoutsView(MoneyScreen, ReportView):
    """All payouts, the latest first; what has to be done stands beside each."""

    model = Payout
    page_title = gettext_lazy("Payouts")
    header_icon = "download"
    index_url_name = "payouts_admin"
    index_results_url_name = "payouts_admin_results"
    default_ordering = "-requested_at"
    filterset_class = PayoutFilterSet
    columns = [
        Column("reference", label=gettext_lazy("Payout"), accessor=link, width="12%"),
        Column("payee", label=gettext_lazy("Payee"), accessor="payee.name"),
        Column("amount", label=gettext_lazy("Amount"), accessor=lambda row: format_inr(row.amount)),
        Column("destination", label=gettext_lazy("To")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("waits", label=gettext_lazy("Waits for"), accessor=waits_for),
        DateColumn("requested_at", label=gettext_lazy("Asked for"), sort_key="requested_at"),
    ]
    list_export = [
        "reference", "payee.email", "amount", "destination", "state", "provider", "utr", "why",
        "requested_at", "approved_at", "processed_at", "returned_at",
    ]  # fmt: skip

    def get_queryset(self) -> QuerySet[Payout]:
        """Return the rows in the order asked for; the filters come on top."""
        rows = Payout.objects.select_related("payee").prefetch_related("approvals")
        return self.order_queryset(rows)

    def get_filename(self) -> str:
        """Return the name of the file to take along."""
        return "payouts"

    def to_row_dict(self, item: Payout) -> dict[str, Any]:
        """Return one line of the file; no program takes its words for a formula."""
        row = super().to_row_dict(item)
        return row | {key: harmless(row[key]) for key in ("payee.email", "why", "utr")}


class ActForm(forms.Form):
    """What is done about a payout, with the bank's reference or a reason where one is needed."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("approve", "reject", "paid", "back")])
    utr = forms.CharField(
        label=gettext_lazy("Bank's reference (UTR)"), max_length=60, required=False
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The mentor reads it."),
    )


class PayoutView(MoneyScreen, WagtailAdminTemplateMixin, FormView):
    """Show a payout and what became of it; decide on it."""

    template_name = "operations/money/payout.html"
    form_class = ActForm
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find it, once it is clear who asks."""
        demand(request.user, Permission.MANAGE_MONEY)
        rows = Payout.objects.select_related("payee", "method")
        self.payout = get_object_or_404(rows.defer("method__account"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ActForm) -> HttpResponse:
        """Do it; what a rule refuses is said above the form."""
        data = form.cleaned_data
        known = {"actor": self.request.user, "payout_id": self.payout.pk}
        acts: dict[str, Callable[[], Payout]] = {
            "approve": lambda: payouts.approve(**known),
            "reject": lambda: payouts.reject(**known, why=data["why"]),
            "paid": lambda: payouts.mark_paid(**known, utr=data["utr"]),
            "back": lambda: payouts.mark_returned(**known, why=data["why"]),
        }
        try:
            done = acts[data["act"]]()
        except DomainError as refused:
            for field, words in refused.fields.items() or ((None, refused.message),):
                form.add_error(field, words)
            return self.form_invalid(form)
        if done.state == PayoutState.REQUESTED:
            messages.success(self.request, _("Noted. Somebody else has to approve it, too."))
        else:
            words = _("%(payout)s: %(state)s. The mentor was told.")
            told = {"payout": done.reference, "state": done.get_state_display()}
            messages.success(self.request, words % told)
        return redirect("payout_admin", self.payout.pk)

    def get_page_title(self) -> str:
        """Return what it is called."""
        return _("Payout %s") % self.payout.reference

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        queue = {"url": reverse("payouts_admin"), "label": PayoutsView.page_title}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the payout and what may be done about it now."""
        payout = self.payout
        by_hand = payout.provider == MANUAL
        return super().get_context_data(
            payout=payout,
            approvals=payout.approvals.select_related("by"),
            needed=payouts.needed(payout.amount),
            waits_for=waits_for(payout),
            own=payout.payee_id == self.request.user.pk,
            can_approve=payout.state == PayoutState.REQUESTED and not payout.frozen_at,
            can_reject=payout.state in STOPPABLE,
            can_pay=payout.is_stuck
            or (payout.state == PayoutState.APPROVED and by_hand and not payout.frozen_at),
            can_return=payout.is_stuck or (payout.state == PayoutState.PROCESSED and by_hand),
            **kwargs,
        )
