"""App configuration of learning."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """What PeerLearn is about."""

    name = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register notices and sections of the profile, and hear the news of lower floors."""
        from . import notices, own_data, profile, receivers  # noqa: F401  (apps must be loaded first)

        profile.register_sections()
        own_data.register_part()
