"""Tables of notifications."""

from .notice import Notice

__all__ = ["Notice"]
