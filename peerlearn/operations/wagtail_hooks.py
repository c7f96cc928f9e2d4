"""What Wagtail's admin learns from operations: money."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView

from peerlearn.accounts.rights import Permission, may

from .disputes import DisputesView
from .money_issues import IssuesView, IssueView
from .money_monitor import MonitorView
from .money_reports import MoneyReportView
from .orders import OrdersView, OrderView
from .payout_methods import MethodsView, MethodView
from .payouts import PayoutsView, PayoutView


def _listed(address: str, view: type[ReportView], name: str) -> list[URLPattern]:
    """Return the addresses of a list: its page, and its rows alone as filters ask for them."""
    return [
        path(address, view.as_view(), name=name),
        path(f"{address}results/", view.as_view(results_only=True), name=f"{name}_results"),
    ]


@hooks.register("register_admin_urls")
def payouts() -> list[URLPattern]:
    """Give payouts and the accounts they go to their addresses."""
    return [
        *_listed("payouts/", PayoutsView, "payouts_admin"),
        path("payouts/<int:pk>/", PayoutView.as_view(), name="payout_admin"),
        *_listed("payout-accounts/", MethodsView, "payout_methods_admin"),
        path("payout-accounts/<int:pk>/", MethodView.as_view(), name="payout_method_admin"),
    ]


@hooks.register("register_admin_urls")
def money_issues() -> list[URLPattern]:
    """Give what differs between the gateway and us its addresses."""
    return [
        *_listed("money/issues/", IssuesView, "money_issues"),
        path("money/issues/<int:pk>/", IssueView.as_view(), name="money_issue"),
    ]


@hooks.register("register_admin_urls")
def orders() -> list[URLPattern]:
    """Give orders, what became of their money, and disputes their addresses."""
    return [
        *_listed("orders/", OrdersView, "orders_admin"),
        path("orders/<int:pk>/", OrderView.as_view(), name="order_admin"),
        *_listed("disputes/", DisputesView, "disputes_admin"),
    ]


@hooks.register("register_admin_urls")
def money() -> list[URLPattern]:
    """Give the figures of money, and payments as they come, their addresses."""
    return [
        path("money/", MoneyReportView.as_view(), name="money_report"),
        *_listed("payments/", MonitorView, "payments_monitor"),
    ]


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """Let the lists of the admin scroll sideways on a phone."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))


class MoneyMenuItem(MenuItem):
    """A line in the menu for who manages money."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the viewer may."""
        return may(request.user, Permission.MANAGE_MONEY)


@hooks.register("register_reports_menu_item")
def orders_menu_item() -> MenuItem:
    """List orders."""
    return MoneyMenuItem(
        _("Orders"), reverse("orders_admin"), name="orders", icon_name="list-ul", order=19
    )


@hooks.register("register_reports_menu_item")
def payouts_menu_item() -> MenuItem:
    """List payouts."""
    return MoneyMenuItem(
        _("Payouts"), reverse("payouts_admin"), name="payouts", icon_name="download", order=20
    )


@hooks.register("register_reports_menu_item")
def methods_menu_item() -> MenuItem:
    """List what waits to be verified."""
    return MoneyMenuItem(
        _("Accounts to verify"),
        reverse("payout_methods_admin"),
        name="payout-accounts",
        icon_name="tick",
        order=21,
    )


@hooks.register("register_reports_menu_item")
def money_issues_menu_item() -> MenuItem:
    """List what differs."""
    return MoneyMenuItem(
        _("Money that differs"),
        reverse("money_issues"),
        name="money-issues",
        icon_name="warning",
        order=22,
    )


@hooks.register("register_reports_menu_item")
def disputes_menu_item() -> MenuItem:
    """List what payers asked their banks for."""
    return MoneyMenuItem(
        _("Disputes"), reverse("disputes_admin"), name="disputes", icon_name="warning", order=23
    )


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """Lead to the figures."""
    return MoneyMenuItem(
        _("Money by period"), reverse("money_report"), name="money", icon_name="list-ul", order=18
    )


@hooks.register("register_reports_menu_item")
def monitor_menu_item() -> MenuItem:
    """Lead to the payments as they come."""
    return MoneyMenuItem(
        _("Payments as they come"),
        reverse("payments_monitor"),
        name="payments-monitor",
        icon_name="view",
        order=19,
    )
