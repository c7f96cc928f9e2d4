"""App configuration of peerlearn.accounts."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People, roles, login."""

    name = "peerlearn.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the profile's own sections; listen to logins; follow migrations."""
        from . import (
            erasure_vetoes,
            own_data,
            profile,
            receivers,  # noqa: F401  (receivers register themselves)
        )
        from .services.groups import give_groups_their_rights

        # After auth, which comes last of those with permissions, all of them have their rows.
        post_migrate.connect(give_groups_their_rights, sender=apps.get_app_config("auth"))

        profile.register_sections()
        own_data.register_part()
        erasure_vetoes.register("accounts", erasure_vetoes.against_staff)
