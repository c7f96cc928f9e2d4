"""Making mentors and learners of people, and approving mentors."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from peerlearn.accounts.enums import Role
from peerlearn.accounts.mails import tell
from peerlearn.accounts.models import User
from peerlearn.accounts.services.people import grant_role
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError
from peerlearn.common.money import MIN_PAISE
from peerlearn.notifications.models import Notice
from peerlearn.notifications.services import notify

from ..enums import Vetting
from ..hours import Stretch, checked
from ..models import Domain, Learner, Mentor, Skill, WeeklyHours
from ..signals import mentor_changed

PAGE_KINDS = ("page_welcome", "page_live")


@transaction.atomic
def make_mentor(
    *,
    user: User,
    headline: str = "",
    domains: Iterable[Domain] = (),
    skills: Iterable[Skill] = (),
    languages: Iterable[str] = ("English",),
    hourly_price: int = 0,
    weekly_hours: Iterable[Stretch] = (),
    vetting: Vetting = Vetting.DRAFT,
) -> Mentor:
    """Make a person a mentor, `hourly_price` in paise; a mentor stays who they are.

    `weekly_hours` are in the person's own zone; `vetting` PENDING asks for approval at once.
    Raises DomainError: price_too_small (0 < price < 100 paise, or below 0) and what
    `hours.checked` raises.
    """
    week = checked(weekly_hours)
    if hourly_price and hourly_price < MIN_PAISE:
        message = _("The price must be ₹0 or at least ₹1.")
        raise DomainError("price_too_small", message, fields={"hourly_price": message})
    existing = Mentor.objects.filter(user=user).first()
    if existing:
        return existing
    grant_role(user=user, role=Role.MENTOR)
    mentor = Mentor.objects.create(
        user=user,
        slug=_free_slug(user.name),
        headline=headline,
        languages=list(languages),
        hourly_price=hourly_price,
        vetting=vetting,
        created_at=now(),
    )
    mentor.domains.set(domains)
    mentor.skills.set(skills)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(mentor=mentor, weekday=one.weekday, start_minute=one.start, end_minute=one.end)
        for one in week
    )
    mentor_changed.send(Mentor, mentor_id=mentor.pk)
    return mentor


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "mentor"
    taken = set(Mentor.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def approve(*, mentor_id: int) -> None:
    """Let a mentor sell; their page may go live."""
    Mentor.objects.filter(pk=mentor_id).update(vetting=Vetting.APPROVED)
    mentor_changed.send(Mentor, mentor_id=mentor_id)


@transaction.atomic
def keep_headline(*, mentor_id: int, headline: str) -> None:
    """Copy what a mentor's page says now, for cards and search."""
    others = Mentor.objects.filter(pk=mentor_id).exclude(headline=headline)
    if headline and others.update(headline=headline):
        mentor_changed.send(Mentor, mentor_id=mentor_id)


@transaction.atomic
def tell_page_live(*, mentor_id: int, version: int | None, first: bool = False) -> None:
    """Tell a mentor, by notice and mail and once, that a version of their page is live.

    `first`: it also lets them offer sessions.
    """
    mentor = Mentor.objects.select_related("user").get(pk=mentor_id)
    kind = "page_welcome" if first else "page_live"
    data = {"url": mentor.get_absolute_url()}
    dedup = f"page-{version}"
    told = Notice.objects.filter(user=mentor.user, kind__in=PAGE_KINDS, dedup=dedup).exists()
    if not told and notify(user=mentor.user, kind=kind, data=data, dedup=dedup):
        tell(mentor.user, kind, {"mentor": mentor})


@transaction.atomic
def tell_page_sent_back(*, mentor_id: int, version: int, comment: str) -> None:
    """Tell a mentor, by notice and mail, what a moderator asks them to change."""
    mentor = Mentor.objects.select_related("user").get(pk=mentor_id)
    data = {"comment": comment, "url": "/mentor/profile/"}
    if notify(user=mentor.user, kind="page_sent_back", data=data, dedup=f"review-{version}"):
        tell(mentor.user, "page_sent_back", {"mentor": mentor, "comment": comment})


@transaction.atomic
def make_learner(*, user: User, about: str = "", interests: Iterable[Skill] = ()) -> Learner:
    """Give a person a learner's row and role; a learner stays who they are."""
    grant_role(user=user, role=Role.LEARNER)
    learner, new = Learner.objects.get_or_create(user=user, defaults={"about": about})
    if new:
        learner.interests.set(interests)
    return learner
