"""App configuration of peerlearn.accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles, login."""

    name = "peerlearn.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
