"""Disputes in the admin: what payers asked their banks for, and until when the gateway waits for an
answer. The gateway moves them; read only.
"""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from payments.enums import DisputeState
from payments.models import Dispute
from peerlearn.common.money import format_inr
from peerlearn.common.spreadsheets import harmless
from peerlearn.common.zones import zone_name

from .payouts import MoneyScreen


def link(row: Dispute) -> SafeString:
    """Return the gateway's id, leading to the page of the order."""
    url = reverse("order_admin", args=[row.payment.order_id])
    return format_html('<a href="{}">{}</a>', url, row.gateway_dispute_id)


def due(row: Dispute) -> str:
    """Return until when to answer; Wagtail's own words for times call all to come "just now"."""
    if not row.respond_by:
        return ""
    local = localtime(row.respond_by)
    return f"{date_format(local, 'DATETIME_FORMAT')} {zone_name(local)}"


class DisputeFilterSet(WagtailFilterSet):
    """By state and who paid."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=DisputeState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    payer = django_filters.CharFilter(
        field_name="payment__order__payer__email",
        label=gettext_lazy("Payer (e-mail)"),
        lookup_expr="icontains",
    )

    class Meta:
        model = Dispute
        fields: list[str] = []


class DisputesView(MoneyScreen, ReportView):
    """All disputes, the latest first."""

    model = Dispute
    page_title = gettext_lazy("Disputes")
    header_icon = "warning"
    index_url_name = "disputes_admin"
    index_results_url_name = "disputes_admin_results"
    default_ordering = "-created_at"
    filterset_class = DisputeFilterSet
    columns = [
        Column("dispute", label=gettext_lazy("At the gateway"), accessor=link, width="20%"),
        Column("payer", label=gettext_lazy("Payer"), accessor="payment.order.payer.name"),
        Column("amount", label=gettext_lazy("Amount"), accessor=lambda row: format_inr(row.amount)),
        Column("reason", label=gettext_lazy("Reason")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("respond_by", label=gettext_lazy("Answer by"), accessor=due, sort_key="respond_by"),
        DateColumn("created_at", label=gettext_lazy("Opened"), sort_key="created_at"),
    ]
    list_export = [
        "gateway_dispute_id", "payment.order.receipt", "payment.order.payer.email", "amount",
        "reason", "state", "respond_by", "created_at", "closed_at",
    ]  # fmt: skip

    def get_queryset(self) -> QuerySet[Dispute]:
        """Return the rows in the order asked for; the filters come on top."""
        return self.order_queryset(Dispute.objects.select_related("payment__order__payer"))

    def get_filename(self) -> str:
        """Return the name of the file to take along."""
        return "disputes"

    def to_row_dict(self, item: Dispute) -> dict[str, Any]:
        """Return one line of the file; no program takes a text for a formula."""
        row = super().to_row_dict(item)
        return row | {key: harmless(row[key]) for key in ("payment.order.payer.email", "reason")}
