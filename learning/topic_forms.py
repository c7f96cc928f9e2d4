"""Forms that offer topics and their skills: of the sign-up wizard and of the profile."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Domain, Skill
from .queries import topics

MOST_SKILLS = 30
MOST_PREVIEWED = 4
UNKNOWN = _("One of these can't be chosen any more. Choose again.")


@dataclass(frozen=True)
class Group:
    """A topic, its skills, and the slugs of those that are chosen."""

    slug: str
    name: str
    skills: list[Skill]
    chosen: set[str]

    @property
    def preview(self) -> str:
        """Return the first skills' names, to tell what is inside."""
        names = ", ".join(skill.name for skill in self.skills[:MOST_PREVIEWED])
        return f"{names} …" if len(self.skills) > MOST_PREVIEWED else names


def slugs(label: Any) -> forms.MultipleChoiceField:
    """Return a field for some of what the database lists, by slug."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN, "invalid_list": UNKNOWN},
    )


class Topics(forms.Form):
    """A form that offers skills by topic in the field `by_topic`, and topics in `domains`."""

    by_topic = "skills"
    topics: list[Domain]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics.with_skills()
        known = [(skill.slug, skill.name) for one in self.topics for skill in one.skills.all()]
        self.fields[self.by_topic].choices = known
        if "domains" in self.fields:
            self.fields["domains"].choices = [(one.slug, one.name) for one in self.topics]

    def groups(self) -> list[Group]:
        """Return the topics that have skills, and which of those are chosen."""
        chosen = set(self[self.by_topic].value() or ())
        return [
            Group(topic.slug, topic.name, skills, {one.slug for one in skills} & chosen)
            for topic in self.topics
            if (skills := list(topic.skills.all()))
        ]

    def clean_skills(self) -> list[str]:
        """Refuse a list so long that it says nothing."""
        chosen = self.cleaned_data["skills"]
        if len(chosen) > MOST_SKILLS:
            raise forms.ValidationError(_("Choose at most %d skills.") % MOST_SKILLS)
        return chosen
