"""Wagtail's screens where ours differ."""

from typing import Any

import django_filters
from django.db import transaction
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import URLPattern, path, register_converter
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.users.views.users import (
    CreateView,
    EditView,
    IndexView,
    UserColumn,
    UserFilterSet,
    UserViewSet,
)

from peerlearn.accounts.enums import Role, Standing
from peerlearn.accounts.models import AuditEvent, User
from peerlearn.accounts.services import staffing

from .forms import NewPersonForm, PersonForm
from .people.actions import ACTS, ActView, buttons_for


class ActConverter:
    """The acts there are, in an address."""

    regex = "|".join(ACTS)

    def to_python(self, value: str) -> str:
        """Return the act's name."""
        return value

    def to_url(self, value: str) -> str:
        """Return the act's name."""
        return value


register_converter(ActConverter, "act")


class PeopleFilterSet(UserFilterSet):
    """By standing, role, group, rights, last login."""

    standing = django_filters.MultipleChoiceFilter(
        label=_("Standing"), choices=Standing.choices, widget=CheckboxSelectMultiple
    )
    role = django_filters.MultipleChoiceFilter(
        field_name="role_grants__role",
        label=_("Role"),
        choices=Role.choices,
        widget=CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Standing says it better.
        del self.filters["is_active"]


class PeopleView(IndexView):
    """The list of people, searched by name and address."""

    any_permission_required = ["add", "change", "view"]

    @cached_property
    def search_fields(self) -> set[str]:
        """Return the columns a search looks in."""
        return {"name", "email"}

    @cached_property
    def columns(self) -> list[Any]:
        """Return who somebody is, what they do here and how their account stands.

        No ticks for many at once: what is done to an account needs a reason, and is noted.
        """
        name = self._get_title_column_class(UserColumn)
        return [
            name("name", label=_("Name"), sort_key="name", get_url=self.get_edit_url, width="28%"),
            Column("email", label=_("E-mail"), sort_key="email", width="24%"),
            Column("roles", label=_("Roles"), accessor=roles_in_words, width="12%"),
            Column("standing", label=_("Standing"), accessor="get_standing_display", width="10%"),
            Column("level", label=_("Rights"), accessor=rights_in_words, width="14%"),
            DateColumn("last_login", label=_("Last login"), sort_key="last_login", width="12%"),
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        """Return everybody with roles and groups, whatever the number of rows."""
        return super().get_base_queryset().prefetch_related("role_grants", "groups")

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Sort by our one name; Wagtail would look for a last name."""
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering, "pk")
        return super().order_queryset(queryset)

    def get_delete_url(self, instance: User) -> None:
        """Return nothing: people are erased, not deleted."""

    def get_list_more_buttons(self, instance: User) -> list[Any]:
        """Add what can be done to the account."""
        return [
            *super().get_list_more_buttons(instance),
            *buttons_for(instance, self.request.user),
        ]


def roles_in_words(person: User) -> str:
    """Return the roles somebody holds."""
    return ", ".join(str(Role(role).label) for role in sorted(person.roles))


def rights_in_words(person: User) -> str:
    """Return what somebody is among staff."""
    admin = [str(_("Administrator"))] if person.is_superuser else []
    return ", ".join(admin + sorted(person.group_names))


class AddPersonView(CreateView):
    """Adding somebody, with the rights they get."""

    @transaction.atomic
    def save_instance(self) -> User:
        """Store the person; rights given are audited."""
        person = super().save_instance()
        nothing = staffing.rights_of(User())
        staffing.note_rights(actor=self.request.user, user=person, before=nothing)
        return person


class PersonView(EditView):
    """Somebody's account in the admin."""

    can_delete = False

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Keep what the rights were; nobody is deleted here."""
        super().setup(request, *args, **kwargs)
        self.can_delete = False
        self.rights_before = staffing.rights_of(self.object)

    @transaction.atomic
    def save_instance(self) -> User:
        """Store the changes; those of rights and password are audited and end logins."""
        actor = self.request.user
        person = super().save_instance()
        if "email" in self.form.changed_data:
            old = self.form.initial["email"]
            staffing.note_address(actor=actor, user=person, old=old)
        if "password1" in self.form.changed_data:
            kept = self.request.session.session_key if person == actor else ""
            staffing.note_password(actor=actor, user=person, keep_session=kept or "")
        staffing.note_rights(actor=actor, user=person, before=self.rights_before)
        return person

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Add what can be done to the account."""
        return [*super().header_more_buttons, *buttons_for(self.object, self.request.user)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why the account stands as it does."""
        changes = AuditEvent.objects.filter(
            subject=self.object, action__in=[f"account_{standing}" for standing in Standing]
        )
        return super().get_context_data(
            standing_change=changes.select_related("actor").first(), **kwargs
        )


class PeopleViewSet(UserViewSet):
    """People in the admin."""

    index_view_class = PeopleView
    add_view_class = AddPersonView
    edit_view_class = PersonView
    filterset_class = PeopleFilterSet
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form to add or to change somebody."""
        return PersonForm if for_update else NewPersonForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out the way to delete."""
        return super().get_common_view_kwargs(**kwargs) | {"delete_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        """Swap deleting for what is done to accounts here."""
        kept = [route for route in super().get_urlpatterns() if route.name != "delete"]
        return [*kept, path("<int:pk>/<act:act>/", ActView.as_view(), name="act")]
