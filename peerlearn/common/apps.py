"""App configuration of peerlearn.common."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Registered only for its template tags and translations."""

    name = "peerlearn.common"
    label = "common"
