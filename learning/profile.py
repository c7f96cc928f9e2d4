"""Learning's sections of the profile: expertise, interests, and becoming a mentor."""

from collections import Counter
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from peerlearn.accounts.enums import Role
from peerlearn.accounts.languages import language_choices
from peerlearn.accounts.models import User
from peerlearn.accounts.sections import Section, SectionForm, register

from .models import Learner, Mentor, WeeklyHours
from .onboarding.week import ROWS, WeekForm, name_of
from .services import teaching
from .topic_forms import Topics, slugs

MOST_RUPEES = 100_000


class InterestsForm(Topics, SectionForm):
    """What a learner is curious about."""

    by_topic = "interests"

    about = forms.CharField(
        label=_("What brings you here?"),
        required=False,
        max_length=500,
        help_text=_("Mentors read it when you ask for a session."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    interests = slugs(_("What would you like to learn?"))


class ExpertiseForm(Topics, SectionForm):
    """What a mentor teaches and what an hour of it costs."""

    domains = slugs(_("Topics you teach"))
    skills = slugs(_("Skills you teach"))
    languages = forms.MultipleChoiceField(
        label=_("Languages you teach in"), widget=forms.CheckboxSelectMultiple
    )
    hourly_price_rupees = forms.DecimalField(
        label=_("Price of an hour, in rupees"),
        min_value=0,
        max_value=MOST_RUPEES,
        decimal_places=2,
        help_text=_("₹0 for free, or at least ₹1. Each session can have a price of its own."),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = language_choices(self.initial.get("languages"))

    def clean(self) -> dict[str, Any]:
        """Turn the price into paise."""
        data = self.cleaned_data
        if "hourly_price_rupees" in data:
            data["hourly_price"] = int(data.pop("hourly_price_rupees") * 100)
        return data


class TeachForm(ExpertiseForm):
    """The same from somebody who asks to teach, with the first line of their page."""

    headline = forms.CharField(
        label=_("Your headline"),
        max_length=140,
        help_text=_("One line under your name: what a learner can do after an hour with you."),
    )
    field_order = ("headline",)


class HoursForm(WeekForm, SectionForm):
    """The usual week of a mentor and the zone it is in."""

    price = None


def load_hours(user: User) -> dict[str, Any]:
    """Return zone and weekly hours, a field for each end of a stretch."""
    fields: dict[str, Any] = {"time_zone": user.time_zone or settings.SITE_TIME_ZONE}
    rows: Counter[int] = Counter()
    for stretch in WeeklyHours.objects.filter(mentor__user=user):
        row = rows[stretch.weekday]
        rows[stretch.weekday] += 1
        if row < ROWS:
            fields[name_of(stretch.weekday, row, "from")] = _clock(stretch.start_minute)
            fields[name_of(stretch.weekday, row, "to")] = _clock(stretch.end_minute)
    return fields


def _clock(minute: int) -> time:
    # The day's end is written as midnight.
    return time(minute // 60 % 24, minute % 60)


def save_hours(user: User, data: dict[str, Any]) -> None:
    """Store zone and weekly hours."""
    teaching.update_hours(user=user, week=data["week"], time_zone=data["time_zone"])


def load_expertise(user: User) -> dict[str, Any]:
    """Return what a mentor teaches: slugs, languages, and the price in rupees."""
    mentor = Mentor.objects.prefetch_related("domains", "skills").get(user=user)
    return {
        "domains": [one.slug for one in mentor.domains.all()],
        "skills": [one.slug for one in mentor.skills.all()],
        "languages": mentor.languages,
        "hourly_price_rupees": str(Decimal(mentor.hourly_price) / 100),
    }


def load_interests(user: User) -> dict[str, Any]:
    """Return what a learner says and the slugs of the skills that interest them."""
    learner = Learner.objects.filter(user=user).first()
    if learner is None:
        return {"about": "", "interests": []}
    return {"about": learner.about, "interests": [one.slug for one in learner.interests.all()]}


def is_mentor(user: User) -> bool:
    """Tell whether somebody has a mentor's row."""
    # Asked by each page of the profile: the row is read once.
    return user.has_role(Role.MENTOR) and hasattr(user, "mentor")


def may_ask_to_teach(user: User) -> bool:
    """Tell whether somebody could become a mentor."""
    return user.has_role(Role.LEARNER) and not user.has_role(Role.MENTOR)


SECTIONS = [
    Section(
        key="expertise",
        title=_("Expertise"),
        blurb=_("What you teach, in which languages, at what price"),
        icon="graduation-cap",
        order=30,
        form_class=ExpertiseForm,
        load=load_expertise,
        save=lambda user, data: teaching.update_expertise(user=user, **data),
        applies=is_mentor,
        template="learning/profile/topics.html",
    ),
    Section(
        key="hours",
        title=_("Hours"),
        blurb=_("When you teach in a usual week"),
        icon="calendar-clock",
        order=32,
        form_class=HoursForm,
        load=load_hours,
        save=save_hours,
        applies=is_mentor,
        template="learning/profile/hours.html",
        in_api=False,
    ),
    Section(
        key="interests",
        title=_("Interests"),
        blurb=_("What you would like to learn"),
        icon="heart",
        order=31,
        form_class=InterestsForm,
        load=load_interests,
        save=lambda user, data: teaching.update_interests(user=user, **data),
        applies=lambda user: user.has_role(Role.LEARNER),
        template="learning/profile/topics.html",
    ),
    Section(
        key="teach",
        title=_("Teach on PeerLearn"),
        blurb=_("Share what you know; you stay a learner, too"),
        icon="hand",
        order=90,
        form_class=TeachForm,
        load=lambda user: {"languages": user.languages or ["English"]},
        save=lambda user, data: teaching.ask_to_teach(user=user, **data),
        applies=may_ask_to_teach,
        template="learning/profile/topics.html",
        button=_("Ask to teach"),
        done=_("Thank you! We read every application. Now say when you have time."),
        next_page="/profile/hours/",
        in_api=False,
    ),
]


def register_sections() -> None:
    """Make learning's sections known; called once, when the apps are ready."""
    register(*SECTIONS)
