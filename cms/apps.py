"""App configuration of cms."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Public pages and their editing."""

    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear the news of lower floors; register the part of a data export."""
        from peerlearn.accounts.sections import register_links

        from . import freshness, own_data, receivers  # noqa: F401  (apps must be loaded first)
        from .mentors import receivers as reviews
        from .mentors.links import MENTOR_LINK

        own_data.register_part()
        register_links(MENTOR_LINK)
        reviews.mail_as_we_do()
        freshness.listen_for_deletions()
