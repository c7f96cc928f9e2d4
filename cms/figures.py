"""Numbers of the settings that editors' texts name: a text says {CHAT_FILES_KEEP_DAYS}."""

from django.conf import settings

NAMES = ("CHAT_FILES_KEEP_DAYS", "SLIDES_KEEP_DAYS", "RECORDING_KEEP_DAYS")


def filled(text: str) -> str:
    """Return a text with the numbers in force for the settings it names; others stay as written."""
    for name in NAMES:
        text = text.replace(f"{{{name}}}", str(getattr(settings, name)))
    return text
