"""States of money, and the tables of legal moves beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What an order is for, as a label; the reference beside it is opaque here."""

    BOOKING = "booking", _("Booking")
    GIFT = "gift", _("Gift")
    TIP = "tip", _("Tip")


class OrderState(models.TextChoices):
    """The life of an order."""

    NEW = "new", _("New")
    CREATED = "created", _("Waiting for payment")
    ATTEMPTED = "attempted", _("Payment tried")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")


class FulfilState(models.TextChoices):
    """Whether what was paid for was given."""

    NONE = "none", _("Nothing due")
    DUE = "due", _("Due")
    FULFILLED = "fulfilled", _("Fulfilled")
    REFUND_DUE = "refund_due", _("Refund due")
