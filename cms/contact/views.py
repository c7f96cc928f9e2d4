"""The list of messages in the admin."""

from typing import Any

from wagtail.contrib.forms.views import SubmissionsListView

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class MessagesView(SubmissionsListView):
    """Messages of the contact page; exported as text only."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Return a row; a spreadsheet must not take what a stranger wrote for a formula."""
        row = super().to_row_dict(item)
        return {
            name: f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
            for name, value in row.items()
        }
