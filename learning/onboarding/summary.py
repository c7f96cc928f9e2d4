"""The answers in words, for the page that asks to confirm them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from peerlearn.accounts.enums import Role
from peerlearn.common.money import format_inr

from ..hours import by_day
from .steps import AVAILABILITY, INFO, PROFILE, ROLE, Step
from .wizard import Wizard


@dataclass(frozen=True)
class Part:
    """A step and its answers: label and words, in order."""

    step: Step
    lines: list[tuple[str, str]]


def parts(wizard: Wizard) -> list[Part]:
    """Return what was answered, a part a step; every step before must be finished."""
    info = wizard.checked(INFO.key).cleaned_data
    found = [
        Part(ROLE, [(_("You are a"), str(Role(wizard.draft.role).label))]),
        Part(INFO, [(_("Name"), info["name"]), (_("E-mail"), info["email"])]),
    ]
    form: Any = wizard.checked(PROFILE.key)
    if wizard.draft.role == Role.LEARNER:
        return [*found, Part(PROFILE, [_chosen(form, "interests", _("Interests"))])]
    lines = [
        (_("Headline"), form.cleaned_data["headline"]),
        _chosen(form, "domains", _("Topics")),
        _chosen(form, "skills", _("Skills")),
        _chosen(form, "languages", _("Languages")),
    ]
    week = wizard.checked(AVAILABILITY.key).cleaned_data
    price = format_inr(week["price"]) if week["price"] else _("Free")
    hours = [(str(day), words) for day, words in by_day(week["week"])]
    zone = (_("Time zone"), week["time_zone"].replace("_", " "))
    return [
        *found,
        Part(PROFILE, lines),
        Part(AVAILABILITY, [(_("An hour costs"), price), zone, *hours]),
    ]


def _chosen(form: Any, field: str, label: str) -> tuple[str, str]:
    names = dict(form.fields[field].choices)
    words = ", ".join(str(names[value]) for value in form.cleaned_data[field])
    return label, words or _("None chosen")
