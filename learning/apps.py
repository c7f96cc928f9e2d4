"""App configuration of learning."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """What PeerLearn is about."""

    name = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register notices and sections of the profile, and hear the news of lower floors."""
        from payments.queries.checks import register
        from peerlearn.accounts import acquaintance

        from . import (
            notices,  # noqa: F401  (registers itself)
            own_data,
            profile,
            receivers,  # noqa: F401  (registers itself)
            reportables,
            vetoes,
        )
        from .queries import checks, together

        acquaintance.register("learning", together.know_each_other)
        register("learning", checks.seat_faults)
        reportables.register_own()
        profile.register_sections()
        own_data.register_part()
        vetoes.register()
