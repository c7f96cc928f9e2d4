"""The parts of a profile, as a list: `/profile/` and `/api/users/{id}/update/` are built from it.

A higher app adds its own in `AppConfig.ready`: `sections.register(Section(...))`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise

from .models import User

Text = str | Promise


class SectionForm(forms.Form):
    """A form that knows whose profile it is about, for choices that depend on the person."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


def everybody(user: User) -> bool:
    """Say that a section is for all."""
    return True


@dataclass(frozen=True)
class Section:
    """One page of the profile.

    `load` returns what is stored as the form wants it: plain values by field name. `save` calls
    a service with the form's cleaned data and may raise DomainError. `in_api` False keeps a
    section, such as an upload, out of the JSON update.
    """

    key: str
    title: Text
    blurb: Text
    icon: str
    order: int
    form_class: type[SectionForm]
    load: Callable[[User], dict[str, Any]]
    save: Callable[[User, dict[str, Any]], Any]
    applies: Callable[[User], bool] = everybody
    template: str = "account/profile/section.html"
    button: Text = ""
    done: Text = ""
    next_page: str = ""
    in_api: bool = True
    is_tab: bool = True

    def form(self, user: User, *args: Any) -> SectionForm:
        """Return the form filled with what is stored; `args` are sent data and files."""
        return self.form_class(*args, user=user, initial=self.load(user))

    @property
    def address(self) -> str:
        """Return where the section's page is."""
        return reverse("profile-section", kwargs={"key": self.key})


@dataclass(frozen=True)
class Link:
    """A page of the profile that is no form: it has a view of its own, called `url_name`."""

    key: str
    title: Text
    blurb: Text
    icon: str
    order: int
    url_name: str
    applies: Callable[[User], bool] = everybody
    is_tab: bool = True

    @property
    def address(self) -> str:
        """Return where the page is."""
        return reverse(self.url_name)


_sections: dict[str, Section] = {}
_links: dict[str, Link] = {}


def register(*sections: Section) -> None:
    """Make sections known; the same key twice is a programming error."""
    for section in sections:
        if _sections.setdefault(section.key, section) is not section:
            raise ValueError(f"profile section {section.key} is registered twice")


def register_links(*links: Link) -> None:
    """Make pages known that are no forms; the same key twice is a programming error."""
    for link in links:
        if _links.setdefault(link.key, link) is not link:
            raise ValueError(f"profile page {link.key} is registered twice")


def pages_of(user: User) -> list[Section | Link]:
    """Return sections and other pages this person has, in order."""
    links = [link for link in _links.values() if link.applies(user)]
    return sorted([*of_user(user), *links], key=lambda page: page.order)


def of_user(user: User) -> list[Section]:
    """Return the sections this person has, in order."""
    mine = (section for section in _sections.values() if section.applies(user))
    return sorted(mine, key=lambda section: section.order)


def registered() -> list[Section]:
    """Return every section, in order, whomever it is for."""
    return sorted(_sections.values(), key=lambda section: section.order)


def find(user: User, key: str) -> Section | None:
    """Return this person's section called `key`, if they have it."""
    section = _sections.get(key)
    return section if section is not None and section.applies(user) else None
