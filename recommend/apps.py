"""App configuration of recommend."""

from django.apps import AppConfig


class RecommendConfig(AppConfig):
    """Recommendations."""

    name = "recommend"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear the news of lower floors."""
        from . import receivers  # noqa: F401  (apps must be loaded first)
