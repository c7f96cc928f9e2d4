"""Signing up as a learner or a mentor: the account and what it is for, in one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from uuid import uuid4

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
    return _register(account, Role.LEARNER, (), partial(make_learner, interests=interests))


@transaction.atomic
def register_mentor(*, account: Account, offer: Offer) -> User | None:
    """Make a mentor who waits for approval; None for an address with an account.

    Raises what make_mentor raises for price and hours; then nothing was made.
    """
    make = partial(make_mentor, **vars(offer), vetting=Vetting.PENDING)
    return _register(account, Role.MENTOR, offer.languages, make)


def _register(
    account: Account, role: Role, languages: Iterable[str], make: Callable[..., object]
) -> User | None:
    user = _sign_up(account, role, languages)
    if user is not None:
        make(user=user)
        return user
    # Nobody shall read from the time of the answer that an address is known: the same work is
    # done for an address that is nobody's, and undone with all its mails.
    with transaction.atomic():
        stranger = replace(account, email=f"{uuid4().hex}@example.invalid", avatar=None)
        make(user=_sign_up(stranger, role, languages))
        transaction.set_rollback(True)
    return None


def _sign_up(account: Account, role: Role, languages: Iterable[str]) -> User | None:
    return sign_up(**vars(account), roles=[role], languages=languages)
