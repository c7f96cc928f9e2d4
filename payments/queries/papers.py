"""Reading receipts and credit notes."""

from collections.abc import Iterator

from django.db.models import Count, Max

from ..models import CreditNote, PaperCounter, Receipt
from ..services.papers import CREDIT_NOTES, RECEIPTS


def of_order(order_id: int | None) -> list[Receipt | CreditNote]:
    """Return the papers of an order: its receipt, then its credit notes; one statement each."""
    if order_id is None:
        return []
    notes = CreditNote.objects.filter(receipt__order=order_id).order_by("serial")
    return [*Receipt.objects.filter(order=order_id), *notes]


def faults() -> Iterator[str]:
    """Yield a sentence for each series of a year whose numbers leave a gap."""
    for series, kind in ((RECEIPTS, Receipt), (CREDIT_NOTES, CreditNote)):
        counted = kind.objects.order_by().values_list("year")
        found = {
            year: (count, last)
            for year, count, last in counted.annotate(Count("pk"), Max("serial"))
        }
        for counter in PaperCounter.objects.filter(series=series):
            count, last = found.get(counter.year, (0, 0))
            if not count == last == counter.last:
                yield f"papers {counter} holds {count}, the last is {last}"
