"""Making people and giving them roles."""

import secrets
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed
from peerlearn.common.images import Crop, clean_picture
from peerlearn.common.pictures import FACE_WIDTHS, deleter, prepared
from peerlearn.common.zones import is_zone

from ..enums import HomeRole, Role, Theme
from ..models import RoleGrant, User
from ..signals import person_changed


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


@transaction.atomic
def update_info(*, user: User, name: str, languages: Iterable[str]) -> User:
    """Store a new name and the languages spoken, by their English names."""
    user.name = name.strip()
    user.languages = list(languages)
    user.save(update_fields=["name", "languages"])
    person_changed.send(User, user_id=user.pk)
    return user


@transaction.atomic
def update_preferences(
    *, user: User, time_zone: str, theme: Theme | str, home_role: Role | str | None = None
) -> User:
    """Store zone, theme and, of somebody with both roles, the dashboard that opens first.

    An unknown zone becomes none. Raises NotAllowed("wrong_role") for a dashboard of a role that
    the person has not.
    """
    before = user.time_zone
    user.time_zone = time_zone if is_zone(time_zone) else ""
    user.theme = Theme(theme)
    if home_role is not None:
        if not user.has_role(home_role):
            raise NotAllowed("wrong_role", _("You have no such dashboard."))
        user.home_role = HomeRole(str(Role(home_role)))
    user.save(update_fields=["time_zone", "theme", "home_role"])
    if user.time_zone != before:  # a mentor's page says where they are
        person_changed.send(User, user_id=user.pk)
    return user


def set_avatar(*, user: User, data: bytes, crop: Crop | None = None) -> User:
    """Make the picture in `data` (a file's bytes) somebody's face; the old file goes after commit.

    Raises what `images.clean_picture` raises.
    """
    picture = prepared(clean_picture(data, crop=crop).read(), FACE_WIDTHS)
    picture.name = f"{user.pk}-{secrets.token_hex(8)}.webp"
    return _replace_avatar(user, picture)


def remove_avatar(*, user: User) -> User:
    """Show initials again; the file goes after commit."""
    return _replace_avatar(user, None)


@transaction.atomic
def _replace_avatar(user: User, picture: ContentFile | None) -> User:
    stored = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    # Two uploads at once: the row's lock lets each delete only what it found there.
    user.avatar = picture
    user.save(update_fields=["avatar"])
    if stored.avatar:
        transaction.on_commit(deleter(stored.avatar))
    person_changed.send(User, user_id=user.pk)
    return user


def grant_role(*, user: User, role: Role | str) -> RoleGrant:
    """Give a role; giving it twice is the same as once."""
    grant, _new = RoleGrant.objects.get_or_create(
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
