"""Which steps somebody goes through, by role."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peerlearn.accounts.enums import Role


@dataclass(frozen=True)
class Step:
    """A page of the wizard; `url` is its URL name."""

    key: str
    title: str | Promise
    url: str


ROLE = Step("role", _("Role"), "register")
INFO = Step("info", _("Info"), "register-info")
PROFILE = Step("profile", _("Profile"), "register-profile")
AVAILABILITY = Step("availability", _("Hours"), "register-availability")
CONFIRM = Step("confirm", _("Confirm"), "register-confirm")

STEPS: dict[str, tuple[Step, ...]] = {
    Role.LEARNER: (ROLE, INFO, PROFILE, CONFIRM),
    Role.MENTOR: (ROLE, INFO, PROFILE, AVAILABILITY, CONFIRM),
}


def steps_of(role: str) -> tuple[Step, ...]:
    """Return the steps of a role; before there is one, those of a learner."""
    return STEPS.get(role, STEPS[Role.LEARNER])
