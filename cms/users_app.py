"""Wagtail's people, with our forms. A module of its own: cms/apps.py may hold one configuration."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's users app."""

    user_viewset = "cms.viewsets.PeopleViewSet"
