"""App configuration of cms."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Public pages and their editing."""

    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear the news of lower floors; register the part of a data export."""
        from . import freshness, own_data, receivers  # noqa: F401  (apps must be loaded first)

        own_data.register_part()
        freshness.listen_for_deletions()
