"""What a mentor teaches, what a learner is curious about, and how one becomes the other."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.services import audit
from peerlearn.accounts.services.people import update_preferences
from peerlearn.common.errors import DomainError, NotFound
from peerlearn.common.money import MIN_PAISE

from ..enums import Vetting
from ..hours import Stretch, checked
from ..models import Domain, Learner, Mentor, Skill, WeeklyHours
from ..queries import topics
from ..signals import mentor_changed
from .mentors import make_learner, make_mentor


@transaction.atomic
def update_expertise(
    *,
    user: User,
    domains: Iterable[str],
    skills: Iterable[str],
    languages: Iterable[str],
    hourly_price: int,
) -> Mentor:
    """Store what a mentor teaches: slugs of domains and skills, `hourly_price` in paise.

    A skill brings its domain along; the headline is the page's. Raises NotFound for somebody who
    is no mentor, DomainError topic_missing or price_too_small.
    """
    mentor = Mentor.objects.select_for_update(no_key=True).filter(user=user).first()
    if mentor is None:
        raise NotFound("no_mentor", _("You are no mentor."))
    _check_price(hourly_price)
    taught_skills, taught_domains = _taught(domains, skills)
    mentor.languages = list(languages)
    mentor.hourly_price = hourly_price
    mentor.save(update_fields=["languages", "hourly_price"])
    mentor.domains.set(taught_domains)
    mentor.skills.set(taught_skills)
    mentor_changed.send(Mentor, mentor_id=mentor.pk)
    return mentor


@transaction.atomic
def ask_to_teach(
    *,
    user: User,
    headline: str,
    domains: Iterable[str],
    skills: Iterable[str],
    languages: Iterable[str],
    hourly_price: int,
) -> Mentor:
    """Make somebody a mentor who waits for approval; what they were before they stay.

    Asking twice is the same as once. Raises DomainError topic_missing or price_too_small.
    """
    existing = Mentor.objects.filter(user=user).first()
    if existing is not None:
        return existing
    _check_price(hourly_price)
    taught_skills, taught_domains = _taught(domains, skills)
    mentor = make_mentor(
        user=user,
        headline=headline.strip(),
        domains=taught_domains,
        skills=taught_skills,
        languages=languages,
        hourly_price=hourly_price,
    )
    if Mentor.objects.filter(pk=mentor.pk, vetting=Vetting.DRAFT).update(vetting=Vetting.PENDING):
        mentor.vetting = Vetting.PENDING
        audit.record("teaching_asked", actor=user, subject=user, mentor=mentor.pk)
    return mentor


@transaction.atomic
def update_interests(*, user: User, about: str, interests: Iterable[str]) -> Learner:
    """Store what a learner says and the slugs of the skills that interest them."""
    learner = make_learner(user=user)
    learner.about = about.strip()
    learner.save(update_fields=["about"])
    learner.interests.set(topics.skills_called(interests))
    return learner


@transaction.atomic
def update_hours(*, user: User, week: Iterable[Stretch], time_zone: str) -> Mentor:
    """Store a mentor's usual week and the zone it is in.

    Raises NotFound for somebody who is no mentor and what `hours.checked` raises.
    """
    stretches = checked(week)
    mentor = Mentor.objects.select_for_update(no_key=True).filter(user=user).first()
    if mentor is None:
        raise NotFound("no_mentor", _("You are no mentor."))
    update_preferences(user=user, time_zone=time_zone, theme=user.theme)
    WeeklyHours.objects.filter(mentor=mentor).delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(mentor=mentor, weekday=one.weekday, start_minute=one.start, end_minute=one.end)
        for one in stretches
    )
    mentor_changed.send(Mentor, mentor_id=mentor.pk)
    return mentor


def _check_price(paise: int) -> None:
    if paise < 0 or 0 < paise < MIN_PAISE:
        message = _("The price must be ₹0 or at least ₹1.")
        fields = {"hourly_price_rupees": message}
        raise DomainError("price_too_small", message, fields=fields)


def _taught(domains: Iterable[str], skills: Iterable[str]) -> tuple[list[Skill], list[Domain]]:
    known = topics.skills_called(skills)
    fields = topics.taught(domains, known)
    if not fields and Domain.objects.exists():
        message = _("Choose at least one topic.")
        raise DomainError("topic_missing", message, fields={"domains": message})
    return known, fields
