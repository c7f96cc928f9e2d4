"""App configuration of peerlearn.common."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Words every app shares; one table, of answers kept for who asks again."""

    name = "peerlearn.common"
    label = "common"
    default_auto_field = "django.db.models.BigAutoField"
