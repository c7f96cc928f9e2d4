"""Payments as they come, in the admin: a list that reads itself again."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from payments.enums import FulfilState, PaymentMethod, PaymentState, Purpose
from payments.models import Payment
from peerlearn.common.money import format_inr
from peerlearn.common.spreadsheets import harmless
from peerlearn.common.zones import iso_utc

from .payouts import MoneyScreen

METHODS = [choice for choice in PaymentMethod.choices if choice[0]]


class PaymentFilterSet(WagtailFilterSet):
    """By state, what it is for, what became of it, way of paying, payer, day."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PaymentState.choices, widget=forms.CheckboxSelectMultiple
    )
    purpose = django_filters.ChoiceFilter(
        field_name="order__purpose", label=_("For"), choices=Purpose.choices
    )
    outcome = django_filters.ChoiceFilter(
        field_name="order__fulfil_state", label=_("What became of it"), choices=FulfilState.choices
    )
    method = django_filters.ChoiceFilter(label=_("Way of paying"), choices=METHODS)
    payer = django_filters.CharFilter(
        field_name="order__payer__email", label=_("Payer (e-mail)"), lookup_expr="icontains"
    )
    gateway_payment_id = django_filters.CharFilter(label=_("Gateway's number"))
    created_at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = Payment
        fields: list[str] = []


class MonitorView(MoneyScreen, ReportView):
    """All payments, the latest first."""

    model = Payment
    template_name = "operations/money/monitor.html"
    page_title = _("Payments as they come")
    header_icon = "view"
    index_url_name = "payments_monitor"
    index_results_url_name = "payments_monitor_results"
    default_ordering = "-pk"
    filterset_class = PaymentFilterSet
    columns = [
        DateColumn("created_at", label=_("When"), width="12%"),
        Column("what", label=_("What"), accessor="order.description"),
        Column("purpose", label=_("For"), accessor="order.get_purpose_display", width="8%"),
        Column("payer", label=_("Payer"), accessor="order.payer.name", width="14%"),
        Column("amount", label=_("Amount"), accessor=lambda row: format_inr(row.amount)),
        Column("method", label=_("By"), width="8%"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("outcome", label=_("Outcome"), accessor="order.get_fulfil_state_display"),
        Column("gateway_payment_id", label=_("Gateway's number"), width="14%"),
    ]
    list_export = [
        "created_at", "gateway_payment_id", "order.receipt", "order.description",
        "order.purpose", "order.payer.email", "amount", "method", "state", "order.fulfil_state",
        "fee", "error",
    ]  # fmt: skip

    def get_queryset(self) -> QuerySet[Payment]:
        """Return payments with what their line names."""
        return self.order_queryset(Payment.objects.select_related("order__payer"))

    def get_filename(self) -> str:
        """Return the name of the file to take along."""
        return "payments"

    def to_row_dict(self, item: Payment) -> dict[str, Any]:
        """Return one line of the file, amounts in paise; no program takes words for a formula."""
        row = super().to_row_dict(item)
        words = {name: harmless(text) for name, text in row.items() if isinstance(text, str)}
        return row | words | {"created_at": iso_utc(item.created_at)}
