"""Orders in the admin: what was paid, and on a page of each what became of the money. Read only,
but for a refund that failed for good: staff may have it sent anew.
"""

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
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from payments.enums import FulfilState, OrderState, Purpose, RefundState
from payments.models import Order, Refund
from payments.queries.timeline import Viewer, entries_of, timeline
from payments.services import refunds
from peerlearn.common.money import format_inr
from peerlearn.common.spreadsheets import harmless

from .payouts import MoneyScreen


def link(row: Order) -> SafeString:
    """Return an order's receipt, leading to its page."""
    return format_html('<a href="{}">{}</a>', reverse("order_admin", args=[row.pk]), row.receipt)


class OrderFilterSet(WagtailFilterSet):
    """By state, purpose, who paid and the gateway's id."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=OrderState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    fulfil_state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Given"),
        choices=FulfilState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = django_filters.ChoiceFilter(label=gettext_lazy("For"), choices=Purpose.choices)
    refund = django_filters.ChoiceFilter(
        field_name="payments__refunds__state",
        label=gettext_lazy("With a refund that is"),
        choices=RefundState.choices,
        distinct=True,
    )
    payer = django_filters.CharFilter(
        field_name="payer__email", label=gettext_lazy("Payer (e-mail)"), lookup_expr="icontains"
    )
    gateway_order_id = django_filters.CharFilter(
        label=gettext_lazy("The gateway's id"), lookup_expr="exact"
    )

    class Meta:
        model = Order
        fields: list[str] = []


class OrdersView(MoneyScreen, ReportView):
    """All orders, the latest first."""

    model = Order
    page_title = gettext_lazy("Orders")
    header_icon = "list-ul"
    index_url_name = "orders_admin"
    index_results_url_name = "orders_admin_results"
    default_ordering = "-created_at"
    filterset_class = OrderFilterSet
    columns = [
        Column("receipt", label=gettext_lazy("Order"), accessor=link, width="20%"),
        Column("description", label=gettext_lazy("What for")),
        Column("payer", label=gettext_lazy("Payer"), accessor="payer.name"),
        Column("amount", label=gettext_lazy("Amount"), accessor=lambda row: format_inr(row.amount)),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("given", label=gettext_lazy("Given"), accessor="get_fulfil_state_display"),
        DateColumn("created_at", label=gettext_lazy("Opened"), sort_key="created_at"),
    ]
    list_export = [
        "receipt", "description", "payer.email", "amount", "currency", "purpose", "state",
        "fulfil_state", "gateway_order_id", "created_at", "paid_at",
    ]  # fmt: skip

    def get_queryset(self) -> QuerySet[Order]:
        """Return the rows in the order asked for; the filters come on top."""
        return self.order_queryset(Order.objects.select_related("payer"))

    def get_filename(self) -> str:
        """Return the name of the file to take along."""
        return "orders"

    def to_row_dict(self, item: Order) -> dict[str, Any]:
        """Return one line of the file; no program takes a title for a formula."""
        return super().to_row_dict(item) | {"description": harmless(item.description)}


class OrderView(MoneyScreen, WagtailAdminTemplateMixin, TemplateView):
    """What became of the money of one order, and every line of the ledger about it."""

    template_name = "operations/money/order.html"
    header_icon = "list-ul"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Remember which order it is."""
        super().setup(request, *args, **kwargs)
        self.pk = kwargs["pk"]

    @property
    def order(self) -> Order:
        """Return the order with who paid and who is paid; 404 if there is none."""
        return get_object_or_404(Order.objects.select_related("payer", "payee"), pk=self.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Have a refund that failed for good sent anew."""
        found = Refund.objects.filter(payment__order=self.order, state=RefundState.FAILED)
        refund = get_object_or_404(found, pk=request.POST.get("refund") or 0)
        if refunds.retry(refund_id=refund.pk, actor=request.user):
            messages.success(request, _("It is sent anew within a minute."))
        return redirect("order_admin", self.pk)

    def get_page_title(self) -> str:
        """Return what the order is called."""
        return _("Order %(receipt)s") % {"receipt": self.order.receipt}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        queue = {"url": reverse("orders_admin"), "label": OrdersView.page_title}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the order, its steps, its refunds and the ledger's lines."""
        order = self.order
        return super().get_context_data(
            order=order,
            steps=timeline(order, Viewer.STAFF),
            failed=Refund.objects.filter(payment__order=order, state=RefundState.FAILED),
            entries=entries_of(order),
            **kwargs,
        )
