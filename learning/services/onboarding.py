"""Signing up as a learner or a mentor: the account and what it is for, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from peerlearn.accounts.enums import Role
from peerlearn.accounts.models import User
from peerlearn.accounts.services.signup import sign_up

from ..enums import Vetting
from ..hours import Stretch
from ..models import Domain, Skill
from .mentors import make_learner, make_mentor


@dataclass(frozen=True)
class Account:
    """Who somebody is; `password_hash` of make_password, `avatar` of clean_picture."""

    email: str
    name: str
    password_hash: str
    time_zone: str = ""
    avatar: ContentFile | None = None


@dataclass(frozen=True)
class Offer:
    """What a new mentor teaches; `hourly_price` in paise, `weekly_hours` in their own zone."""

    headline: str = ""
    domains: Iterable[Domain] = ()
    skills: Iterable[Skill] = ()
    languages: Iterable[str] = ("English",)
    hourly_price: int = 0
    weekly_hours: Iterable[Stretch] = ()


@transaction.atomic
def register_learner(*, account: Account, interests: Iterable[Skill] = ()) -> User | None:
    """Make a learner who has yet to confirm the address; None for an address with an account."""
    user = _sign_up(account, Role.LEARNER, ())
    if user is not None:
        make_learner(user=user, interests=interests)
    return user


@transaction.atomic
def register_mentor(*, account: Account, offer: Offer) -> User | None:
    """Make a mentor who waits for approval; None for an address with an account.

    Raises what make_mentor raises for price and hours, before anything is made.
    """
    user = _sign_up(account, Role.MENTOR, offer.languages)
    if user is not None:
        make_mentor(
            user=user,
            headline=offer.headline,
            domains=offer.domains,
            skills=offer.skills,
            languages=offer.languages,
            hourly_price=offer.hourly_price,
            weekly_hours=offer.weekly_hours,
            vetting=Vetting.PENDING,
        )
    return user


def _sign_up(account: Account, role: Role, languages: Iterable[str]) -> User | None:
    return sign_up(
        email=account.email,
        name=account.name,
        password_hash=account.password_hash,
        time_zone=account.time_zone,
        roles=[role],
        avatar=account.avatar,
        languages=languages,
    )
