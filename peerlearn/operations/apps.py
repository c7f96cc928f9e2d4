"""App configuration of peerlearn.operations."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Server start, dev-only pages, system checks."""

    name = "peerlearn.operations"
    label = "operations"

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401  (apps must be loaded first)
