"""Roles a person may hold. Staff rights are Django groups, not roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does here; one person may hold both."""

    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor")


class HomeRole(models.TextChoices):
    """Where somebody lands after login; it grants nothing."""

    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor")
    STAFF = "staff", _("Staff")
