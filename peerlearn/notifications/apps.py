"""App configuration of peerlearn.notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Notices, the bell, and pushes to open pages."""

    name = "peerlearn.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear the news of accounts; register the part of a data export."""
        from . import own_data, receivers  # noqa: F401  (apps must be loaded first)

        own_data.register_part()
