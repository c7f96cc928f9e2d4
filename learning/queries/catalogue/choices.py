"""The choices of each filter: their words and the test of a session."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import Words

# Bands of the price of a seat, in paise.
PRICES: dict[str, tuple[Words, Q]] = {
    "free": (_("Free"), Q(price=0)),
    "under-500": (_("Under ₹500"), Q(price__lt=500_00)),
    "under-1000": (_("Under ₹1,000"), Q(price__lt=1000_00)),
    "500-1000": (_("₹500 to ₹1,000"), Q(price__gte=500_00, price__lte=1000_00)),
    "over-1000": (_("Over ₹1,000"), Q(price__gt=1000_00)),
}
SIZES: dict[str, tuple[Words, Q]] = {
    "one": (_("One to one"), Q(capacity=1)),
    "group": (_("Small group"), Q(capacity__gt=1)),
}
LEFT: dict[str, tuple[Words, Q]] = {
    "1": (_("Has a seat left"), Q(seats_free__gte=1)),
    "2": (_("Seats for 2"), Q(seats_free__gte=2)),
    "3": (_("Seats for 3"), Q(seats_free__gte=3)),
}
# `mark` is the mean in thousandths, 0 without reviews; pages show it to one decimal.
RATINGS: dict[str, tuple[Words, Q]] = {
    "4.5": (_("4.5 and better"), Q(mark__gt=4450)),
    "4": (_("4 and better"), Q(mark__gt=3950)),
}
SORTS: dict[str, Words] = {
    "soonest": _("Soonest"),
    "relevance": _("Best match"),
    "price": _("Price, low to high"),
    "-price": _("Price, high to low"),
    "rating": _("Best rated"),
}
VIEWS: dict[str, Words] = {"week": _("Week")}
