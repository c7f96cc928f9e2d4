"""App configuration of payments."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Money."""

    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"
