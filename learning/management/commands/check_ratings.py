"""Compare every mentor's stored rating with their reviews."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...queries import ratings as queries
from ...services import ratings


class Command(BaseCommand):
    """`manage.py check_ratings [--mend]`."""

    help = "Compare every mentor's stored rating with their reviews; --mend stores what is true."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --mend."""
        parser.add_argument("--mend", action="store_true", help="store what the reviews add up to")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        """List what differs; without --mend a difference is an error."""
        wrong = queries.drifted()
        for one in wrong.select_related("user"):
            stored, true = (one.rating_sum, one.rating_count), (one.true_sum, one.true_count)
            self.stdout.write(f"mentor {one.pk}: stored {stored}, reviews say {true}")
        if mend:
            self.stdout.write(f"{ratings.mend()} ratings mended")
        elif wrong.exists():
            raise CommandError("Ratings differ from reviews; run with --mend.")
        else:
            self.stdout.write("every rating is that of its reviews")
