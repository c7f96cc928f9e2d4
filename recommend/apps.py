"""App configuration of recommend."""

from django.apps import AppConfig


class RecommendConfig(AppConfig):
    """Recommendations."""

    name = "recommend"
    default_auto_field = "django.db.models.BigAutoField"
