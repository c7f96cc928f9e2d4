"""What people did not find, for editors: words and how often, never who."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from learning.models import MissedSearch
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.spreadsheets import harmless


def link(row: MissedSearch) -> SafeString:
    """Return the words, leading to what the search finds today."""
    query = urlencode({"q": row.text, "exact": 1})
    return format_html('<a href="/sessions/?{}">{}</a>', query, row.text)


class MissedView(ReportView):
    """Searches of the last 90 days that found no session, the most frequent first."""

    model = MissedSearch
    page_title = _("What people did not find")
    header_icon = "search"
    index_url_name = "missed_searches"
    index_results_url_name = "missed_searches_results"
    default_ordering = "-count"
    columns = [
        Column("text", label=_("Words"), accessor=link, sort_key="text"),
        Column("count", label=_("How often"), sort_key="count", width="14%"),
        DateColumn("first_seen", label=_("First"), sort_key="first_seen", width="16%"),
        DateColumn("last_seen", label=_("Last"), sort_key="last_seen", width="16%"),
    ]
    list_export = ["text", "count", "first_seen", "last_seen"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who writes pages."""
        demand(request.user, Permission.EDIT_PAGES)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[MissedSearch]:
        """Return the rows in the order asked for."""
        return self.order_queryset(MissedSearch.objects.all())

    def get_filename(self) -> str:
        """Return the name of the file to take along."""
        return "what-people-did-not-find"

    def to_row_dict(self, item: MissedSearch) -> dict[str, Any]:
        """Return one line of the file; no program takes the words for a formula."""
        return super().to_row_dict(item) | {"text": harmless(item.text)}
