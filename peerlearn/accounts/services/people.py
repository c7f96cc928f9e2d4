"""Making people and giving them roles."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict
from peerlearn.common.zones import is_zone

from ..enums import HomeRole, Role
from ..models import RoleGrant, User


def create_person(
    *,
    email: str,
    name: str,
    password: str | None,
    roles: Iterable[Role | str] = (Role.LEARNER,),
    time_zone: str = "",
    verified: bool = False,
) -> User:
    """Store a person with roles and an e-mail address row; `verified` skips the confirmation mail.

    Raises Conflict("email_taken") for an address that has an account; an unknown zone is dropped.
    """
    roles = [Role(role) for role in roles]
    home = HomeRole.MENTOR if Role.MENTOR in roles else HomeRole.LEARNER
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email,
                password,
                name=name.strip(),
                time_zone=time_zone if is_zone(time_zone) else "",
                home_role=home,
                date_joined=now(),
            )
    except IntegrityError as error:
        raise Conflict("email_taken", "This address already has an account.") from error
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
    for role in roles:
        grant_role(user=user, role=role)
    return user


def update_person(*, user: User, name: str, time_zone: str) -> User:
    """Store a new name and time zone; an unknown zone becomes none."""
    user.name = name.strip()
    user.time_zone = time_zone if is_zone(time_zone) else ""
    user.save(update_fields=["name", "time_zone"])
    return user


def grant_role(*, user: User, role: Role | str) -> RoleGrant:
    """Give a role; giving it twice is the same as once."""
    grant, _ = RoleGrant.objects.get_or_create(
        user=user, role=Role(role), defaults={"granted_at": now()}
    )
    user.__dict__.pop("roles", None)
    return grant


@transaction.atomic
def vouch_for_address(*, user: User) -> None:
    """Make the account's address its one confirmed address: an administrator vouches for it."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
