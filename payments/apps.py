"""App configuration of payments."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Money."""

    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401  (apps must be loaded first)
