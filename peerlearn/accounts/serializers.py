"""Profile sections over JSON; types come from the form, so that there is one set of rules."""

from functools import cache
from typing import Any

from django import forms
from rest_framework import serializers

from . import sections
from .models import User
from .sections import Section

MOST_CHARACTERS = 5000
MOST_CHOICES = 200


@cache
def section_serializer(section: Section) -> type[serializers.Serializer]:
    """Return a serializer of the section's fields, each optional: what is left out stays."""
    fields = {name: _typed(field) for name, field in section.form_class.base_fields.items()}
    return type(f"Profile{section.key.title()}", (serializers.Serializer,), fields)


def update_serializer() -> type[serializers.Serializer]:
    """Return what `/api/users/{id}/update/` takes: a part of the profile by section key."""
    parts = {
        section.key: section_serializer(section)(required=False)
        for section in sections.registered()
        if section.in_api
    }
    return type("ProfileUpdate", (serializers.Serializer,), parts)


def answer_serializer() -> type[serializers.Serializer]:
    """Return what it answers: the whole profile."""
    own = {
        "id": serializers.IntegerField(),
        "email": serializers.EmailField(),
        "avatar": serializers.CharField(help_text="Address of the picture, empty without one."),
        "role": serializers.CharField(),
        "roles": serializers.ListField(child=serializers.CharField()),
    }
    parts = {
        section.key: section_serializer(section)(required=False)
        for section in sections.registered()
        if section.in_api
    }
    return type("Profile", (serializers.Serializer,), own | parts)


def profile_json(user: User) -> dict[str, Any]:
    """Return the whole profile of a person, section by section."""
    parts = {part.key: part.load(user) for part in sections.of_user(user) if part.in_api}
    return {
        "id": user.pk,
        "email": user.email,
        "avatar": user.avatar_url,
        "role": user.home_role,
        "roles": sorted(user.roles),
        **parts,
    }


def _typed(field: forms.Field) -> serializers.Field:
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        child = serializers.CharField(max_length=100)
        return serializers.ListField(child=child, required=False, max_length=MOST_CHOICES)
    if isinstance(field, forms.BooleanField):
        return serializers.BooleanField(required=False)
    return serializers.CharField(
        required=False,
        allow_blank=not field.required,
        max_length=getattr(field, "max_length", None) or MOST_CHARACTERS,
    )
