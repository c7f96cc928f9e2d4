"""App configuration of payments."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Money."""

    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks and the section of the profile."""
        from . import (
            checks,  # noqa: F401  (registers itself)
            notices,  # noqa: F401  (registers itself)
            own_data,
            profile,
            receivers,  # noqa: F401  (registers itself)
            vetoes,
        )

        profile.register_sections()
        own_data.register_part()
        vetoes.register()
