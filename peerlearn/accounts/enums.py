"""Roles, standing and small choices of accounts. Staff rights are Django groups, not roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peerlearn.common.states import Moves


class Role(models.TextChoices):
    """What somebody does here; one person may hold both."""

    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor")


class HomeRole(models.TextChoices):
    """Where somebody lands after login; it grants nothing."""

    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor")
    STAFF = "staff", _("Staff")


class Standing(models.TextChoices):
    """Whether an account may be used. `User.is_active` is true for ACTIVE alone (a CHECK)."""

    ACTIVE = "active", _("Active")
    DEACTIVATED = "deactivated", _("Deactivated")
    BANNED = "banned", _("Banned")
    ERASED = "erased", _("Erased")


STANDING_MOVES: Moves = {
    Standing.ACTIVE: frozenset({Standing.DEACTIVATED, Standing.BANNED, Standing.ERASED}),
    Standing.DEACTIVATED: frozenset({Standing.ACTIVE, Standing.BANNED, Standing.ERASED}),
    Standing.BANNED: frozenset({Standing.ACTIVE, Standing.ERASED}),
    Standing.ERASED: frozenset(),
}


class Theme(models.TextChoices):
    """How the site looks for somebody."""

    SYSTEM = "", _("As this device has it")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class ExportState(models.TextChoices):
    """How far a data export is."""

    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Expired")


EXPORT_MOVES: Moves = {
    ExportState.WAITING: frozenset({ExportState.READY, ExportState.FAILED}),
    ExportState.READY: frozenset({ExportState.EXPIRED}),
    ExportState.FAILED: frozenset(),
    ExportState.EXPIRED: frozenset(),
}


class ErasureState(models.TextChoices):
    """How far the deletion of an account is."""

    WAITING = "waiting", _("Waiting")
    TAKEN_BACK = "taken_back", _("Taken back")
    DONE = "done", _("Done")


ERASURE_MOVES: Moves = {
    ErasureState.WAITING: frozenset({ErasureState.TAKEN_BACK, ErasureState.DONE}),
    ErasureState.TAKEN_BACK: frozenset(),
    ErasureState.DONE: frozenset(),
}
