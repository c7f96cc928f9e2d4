"""Languages people speak and teach in, by their English names, as they are stored."""

from django.utils.translation import gettext_lazy as _

LANGUAGES = [
    ("English", _("English")),
    ("Hindi", _("Hindi")),
    ("Arabic", _("Arabic")),
    ("Assamese", _("Assamese")),
    ("Bengali", _("Bengali")),
    ("French", _("French")),
    ("German", _("German")),
    ("Gujarati", _("Gujarati")),
    ("Italian", _("Italian")),
    ("Japanese", _("Japanese")),
    ("Kannada", _("Kannada")),
    ("Korean", _("Korean")),
    ("Malayalam", _("Malayalam")),
    ("Mandarin", _("Mandarin")),
    ("Marathi", _("Marathi")),
    ("Nepali", _("Nepali")),
    ("Odia", _("Odia")),
    ("Persian", _("Persian")),
    ("Portuguese", _("Portuguese")),
    ("Punjabi", _("Punjabi")),
    ("Russian", _("Russian")),
    ("Sindhi", _("Sindhi")),
    ("Spanish", _("Spanish")),
    ("Tamil", _("Tamil")),
    ("Telugu", _("Telugu")),
    ("Urdu", _("Urdu")),
]


def language_choices(kept: list[str] | None = None) -> list[tuple[str, str]]:
    """Return what may be chosen, and what somebody has already, known here or not."""
    known = {name for name, _text in LANGUAGES}
    own = [(name, name) for name in kept or [] if name not in known]
    return [*LANGUAGES, *own]
