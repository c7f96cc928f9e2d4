"""What each role may do: one table, read by views, API, sockets and the admin's groups."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from peerlearn.common.errors import NotAllowed

from .enums import Role


class Permission(models.TextChoices):
    """Something a person may be allowed to do."""

    BROWSE = "browse", _("Look at public pages")
    LEARN = "learn", _("Use a learner's pages")
    BOOK = "book", _("Book a seat")
    ASK = "ask", _("Ask for a session")
    REVIEW = "review", _("Review a session they attended")
    TEACH = "teach", _("Offer and hold sessions")
    JOIN_ROOM = "join_room", _("Enter rooms they belong in")
    ENTER_ADMIN = "enter_admin", _("Open the admin")
    EDIT_PAGES = "edit_pages", _("Write pages")
    PUBLISH_PAGES = "publish_pages", _("Publish pages, approve mentors by that")
    MODERATE_PEOPLE = "moderate_people", _("Deactivate, ban and reactivate people")
    RESET_TWO_FACTOR = "reset_two_factor", _("Take away a lost second factor")
    MANAGE_RIGHTS = "manage_rights", _("Add and change people and their rights")
    SEE_AUDIT = "see_audit", _("Read the audit log")
    MANAGE_MONEY = "manage_money", _("Approve and send payouts")


class Duty(models.TextChoices):
    """A row of the table: what somebody is to the rights, from visitor to administrator."""

    VISITOR = "visitor", _("Visitor")
    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor")
    EDITOR = "editor", _("Editor")
    MODERATOR = "moderator", _("Moderator")
    ADMIN = "admin", _("Administrator")


_READER = frozenset({Permission.BROWSE})
_EDITOR = _READER | {Permission.ENTER_ADMIN, Permission.EDIT_PAGES}

TABLE: dict[Duty, frozenset[Permission]] = {
    Duty.VISITOR: _READER,
    Duty.LEARNER: _READER
    | {
        Permission.LEARN,
        Permission.BOOK,
        Permission.ASK,
        Permission.REVIEW,
        Permission.JOIN_ROOM,
    },
    Duty.MENTOR: _READER | {Permission.TEACH, Permission.JOIN_ROOM},
    Duty.EDITOR: _EDITOR,
    Duty.MODERATOR: _EDITOR | {Permission.PUBLISH_PAGES, Permission.MODERATE_PEOPLE},
    # An administrator runs the place; booking and teaching still take the role.
    Duty.ADMIN: _EDITOR
    | {
        Permission.PUBLISH_PAGES,
        Permission.MODERATE_PEOPLE,
        Permission.RESET_TWO_FACTOR,
        Permission.MANAGE_RIGHTS,
        Permission.SEE_AUDIT,
        Permission.MANAGE_MONEY,
    },
}

OF_ROLE = {Role.LEARNER: Duty.LEARNER, Role.MENTOR: Duty.MENTOR}
OF_GROUP = {"Editors": Duty.EDITOR, "Moderators": Duty.MODERATOR}

# These need a session or token that passed a second factor.
STAFF_ONLY = frozenset(TABLE[Duty.ADMIN] - _READER)

# What a permission is called in Django's own tables, where Wagtail looks. Page permissions are
# Wagtail's, given to its two groups by its own migration.
IN_DJANGO: dict[Permission, tuple[str, ...]] = {
    Permission.ENTER_ADMIN: ("wagtailadmin.access_admin",),
    Permission.EDIT_PAGES: (
        "cms.change_siteframe",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
    ),
    Permission.MODERATE_PEOPLE: ("accounts.view_user",),
    Permission.MANAGE_RIGHTS: (
        "accounts.add_user",
        "accounts.change_user",
        "accounts.delete_user",
    ),
    Permission.SEE_AUDIT: ("accounts.view_auditevent",),
}

REFUSALS = {
    Permission.LEARN: ("wrong_role", _("This page is for learners.")),
    Permission.BOOK: ("wrong_role", _("Booking is for learners.")),
    Permission.TEACH: ("wrong_role", _("This page is for mentors.")),
}


def duties(user: Any) -> frozenset[Duty]:
    """Return the rows of the table that hold for somebody, logged in or not."""
    found = {Duty.VISITOR}
    if not (user.is_authenticated and user.is_active):
        return frozenset(found)
    found |= {OF_ROLE[Role(role)] for role in user.roles}
    if user.works_here:
        found |= {Duty.ADMIN} if user.is_superuser else set()
        found |= {OF_GROUP[name] for name in user.group_names if name in OF_GROUP}
    return frozenset(found)


def granted(user: Any) -> frozenset[Permission]:
    """Return everything somebody may do."""
    return frozenset().union(*(TABLE[duty] for duty in duties(user)))


def may(user: Any, permission: Permission) -> bool:
    """Tell whether somebody may do that. Reads only what the user has cached: roles and groups.

    It knows nothing of second factors; guards use `demand`.
    """
    return permission in granted(user)


def needs_code(permission: Permission) -> bool:
    """Tell whether a permission is one of staff's powers, used with a second factor only."""
    return permission in STAFF_ONLY


def is_verified(user: Any) -> bool:
    """Tell whether this login passed a second factor; whoever set no mark did not."""
    asked = getattr(user, "is_verified", None)
    return bool(asked()) if callable(asked) else False


def demand(user: Any, permission: Permission) -> None:
    """Raise NotAllowed unless somebody may do that as they are logged in now.

    "otp_required" tells staff who lack nothing but their second factor.
    """
    if not may(user, permission):
        code, words = REFUSALS.get(permission, ("not_allowed", _("You may not do that.")))
        raise NotAllowed(code, words)
    if needs_code(permission) and not is_verified(user):
        raise NotAllowed("otp_required", _("Log in with your second factor first."))
