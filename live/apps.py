"""App configuration of live."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Rooms and real time."""

    name = "live"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear the news of lower floors; register notices and the part of a data export."""
        from . import notices, own_data, receivers, reporting  # noqa: F401  (apps must be loaded)

        own_data.register_part()
        reporting.register_kinds()
