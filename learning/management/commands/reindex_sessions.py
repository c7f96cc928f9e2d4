"""Write the words of all sessions to come again, for search."""

from typing import Any

from django.core.management.base import BaseCommand

from ...services import indexing


class Command(BaseCommand):
    """`manage.py reindex_sessions`."""

    help = "Rebuild the search index of sessions. Safe at any time; search works meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many."""
        indexing.mark_all_stale()
        self.stdout.write(f"{indexing.catch_up()} sessions indexed")
