"""App configuration of peerlearn.accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles, login."""

    name = "peerlearn.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the sections of a profile that are accounts' own."""
        from . import profile

        profile.register_sections()
