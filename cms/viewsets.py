"""Wagtail's screens where ours differ."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.users.views.users import IndexView, UserViewSet

from .forms import NewPersonForm, PersonForm


class PeopleView(IndexView):
    """The list of people, searched by name and address."""

    @cached_property
    def search_fields(self) -> set[str]:
        """Return the columns a search looks in."""
        return {"name", "email"}


class PeopleViewSet(UserViewSet):
    """People in the admin."""

    index_view_class = PeopleView

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form to add or to change somebody."""
        return PersonForm if for_update else NewPersonForm
