"""What Wagtail's admin learns from us."""

from django.http import HttpRequest
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.users.views import bulk_actions

from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, may

from .choosers import mentor_chooser, session_chooser
from .contact.views import MessagesView
from .models import ContactPage
from .people.audit import AuditView
from .people.contests import ContestsView, ContestView
from .people.missed import MissedView
from .people.reports import DecisionView, ReportsView

# The list of messages is a screen of the admin, which models may not know.
ContactPage.submissions_list_view_class = MessagesView

# What Wagtail does to many people at once asks for no reason and is not noted; its switch of the
# active flag would break the rule that ties it to the standing.
for _name in bulk_actions.__all__:
    getattr(bulk_actions, _name).models = []


@hooks.register("register_admin_viewset")
def choosers() -> list:
    """Register how mentors and sessions are picked."""
    return [mentor_chooser, session_chooser]


@hooks.register("register_admin_urls")
def dashboard() -> list[URLPattern]:
    """Send /admin/dashboard to the admin's first page, which is its dashboard."""
    return [re_path(r"^dashboard/?$", RedirectView.as_view(pattern_name="wagtailadmin_home"))]


@hooks.register("register_admin_urls")
def audit_log() -> list[URLPattern]:
    """Give the audit log its address; the second serves filtered rows to the page."""
    return [
        path("reports/audit-log/", AuditView.as_view(), name="audit_log"),
        path(
            "reports/audit-log/results/",
            AuditView.as_view(results_only=True),
            name="audit_log_results",
        ),
    ]


@hooks.register("register_admin_urls")
def missed_searches() -> list[URLPattern]:
    """Give what people did not find its address."""
    return [
        path("reports/missed-searches/", MissedView.as_view(), name="missed_searches"),
        path(
            "reports/missed-searches/results/",
            MissedView.as_view(results_only=True),
            name="missed_searches_results",
        ),
    ]


@hooks.register("register_admin_urls")
def contested() -> list[URLPattern]:
    """Give what is contested about who was there its addresses."""
    return [
        path("contests/", ContestsView.as_view(), name="contests"),
        path("contests/results/", ContestsView.as_view(results_only=True), name="contests_results"),
        path("contests/<int:pk>/", ContestView.as_view(), name="contest"),
    ]


@hooks.register("register_admin_urls")
def reported() -> list[URLPattern]:
    """Give what people reported its addresses."""
    return [
        path("reported/", ReportsView.as_view(), name="reports"),
        path("reported/results/", ReportsView.as_view(results_only=True), name="reports_results"),
        path("reported/<int:pk>/", DecisionView.as_view(), name="report_decision"),
    ]


class PeopleMenuItem(MenuItem):
    """A queue's line in the menu, for who decides about people."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the viewer may."""
        return may(request.user, Permission.MODERATE_PEOPLE)


@hooks.register("register_reports_menu_item")
def contests_menu_item() -> MenuItem:
    """List the queue."""
    return PeopleMenuItem(
        _("Contested attendance"),
        reverse("contests"),
        name="contests",
        icon_name="warning",
        order=40,
    )


@hooks.register("register_reports_menu_item")
def reports_menu_item() -> MenuItem:
    """List what people reported."""
    return PeopleMenuItem(
        _("Reports"), reverse("reports"), name="reports", icon_name="warning", order=30
    )


class MissedMenuItem(MenuItem):
    """The report's line in the menu, for who writes pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the viewer may."""
        return may(request.user, Permission.EDIT_PAGES)


@hooks.register("register_reports_menu_item")
def missed_menu_item() -> MenuItem:
    """List the report."""
    return MissedMenuItem(
        _("What people did not find"),
        reverse("missed_searches"),
        name="missed-searches",
        icon_name="search",
        order=60,
    )


class AuditMenuItem(MenuItem):
    """The log's line in the menu, for who may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the viewer may."""
        return may(request.user, Permission.SEE_AUDIT)


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    """List the log among the reports."""
    return AuditMenuItem(
        _("Audit log"), reverse("audit_log"), name="audit-log", icon_name="history", order=50
    )


@hooks.register("get_avatar_url")
def picture(user: User, size: int) -> str | None:
    """Show the account's own picture."""
    return user.avatar_url or None
