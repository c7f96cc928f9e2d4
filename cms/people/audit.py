"""The audit log in the admin: read, filtered, taken along; never changed."""

import json
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from peerlearn.accounts.models import AuditEvent
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.clock import now
from peerlearn.common.spreadsheets import harmless
from peerlearn.common.zones import iso_utc


class AuditFilterSet(WagtailFilterSet):
    """By act, by who did it, to whom, when and from where."""

    action = django_filters.CharFilter(label=_("Act"), lookup_expr="icontains")
    actor = django_filters.CharFilter(
        field_name="actor__email", label=_("By (e-mail)"), lookup_expr="icontains"
    )
    subject = django_filters.CharFilter(
        field_name="subject__email", label=_("To (e-mail)"), lookup_expr="icontains"
    )
    ip = django_filters.CharFilter(label=_("Address"), lookup_expr="startswith")
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEvent
        fields: list[str] = []


def when(event: AuditEvent) -> str:
    """Return the second it happened, in the viewer's zone: "2 hours ago" would not do here."""
    return date_format(localtime(event.at), "j M Y, H:i:s")


def in_words(event: AuditEvent) -> str:
    """Return what an event holds beside who and when: "reason: Spam · before: active"."""
    return " · ".join(f"{key}: {plain(value)}" for key, value in event.detail.items())


def plain(value: Any) -> str:
    """Return a value of an event's detail on one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class AuditView(ReportView):
    """Everything that matters to safety or rights, newest first."""

    model = AuditEvent
    page_title = _("Audit log")
    header_icon = "history"
    filterset_class = AuditFilterSet
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    default_ordering = "-at"
    columns = [
        Column("at", label=_("When"), accessor=when, width="14%"),
        Column("action", label=_("Act"), width="14%"),
        Column("actor", label=_("By"), accessor=lambda event: event.actor or "", width="14%"),
        Column("subject", label=_("To"), accessor=lambda event: event.subject or "", width="14%"),
        Column("detail", label=_("Details"), accessor=in_words),
        Column("ip", label=_("Address"), width="10%"),
    ]
    list_export = ["at", "action", "actor.email", "subject.email", "detail", "ip", "user_agent"]
    export_headings = {
        "at": _("When (UTC)"),
        "action": _("Act"),
        "actor.email": _("By"),
        "subject.email": _("To"),
        "detail": _("Details"),
        "ip": _("Address"),
        "user_agent": _("Program"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who may read the log, with a second factor."""
        demand(request.user, Permission.SEE_AUDIT)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[AuditEvent]:
        """Return events with the people in them."""
        return AuditEvent.objects.select_related("actor", "subject")

    def get_filename(self) -> str:
        """Return the name of the file to take along, with its day."""
        return f"audit-log-{now():%Y-%m-%d}"

    def to_row_dict(self, item: AuditEvent) -> dict[str, Any]:
        """Return one line of the file."""
        return {
            "at": iso_utc(item.at),
            "action": item.action,
            "actor.email": harmless(item.actor and item.actor.email),
            "subject.email": harmless(item.subject and item.subject.email),
            "detail": harmless(in_words(item)),
            "ip": item.ip or "",
            "user_agent": harmless(item.user_agent),
        }
