"""What the wizard knows of one visitor: which step comes next, and the forms filled so far."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse

from peerlearn.accounts.enums import Role
from peerlearn.accounts.models import User
from peerlearn.accounts.queries import draft_content

from ..queries import topics
from ..services.onboarding import Account, Offer, register_learner, register_mentor
from .draft import Draft
from .forms import InfoForm, LearnerForm, MentorForm, RoleForm
from .steps import Step, steps_of
from .week import WeekForm

# Files and passwords are kept in their own way.
NOT_KEPT = {"password", "picture", "crop", "remove_picture", "next"}


class Wizard:
    """The steps of one sign-up, in the state their answers put them."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._forms: dict[str, forms.Form] = {}

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps of the chosen role."""
        return steps_of(self.draft.role)

    def form(self, key: str, data: QueryDict | None = None, files: Any = None) -> forms.Form:
        """Return a step's form with `data` to check, or filled with what is kept."""
        if data is not None:
            return self._build(key, data=data, files=files)
        kept = self.draft.answers(key)
        return self._build(key, initial=_as_initial(kept) if kept is not None else None)

    def checked(self, key: str) -> forms.Form:
        """Return a step's form with the kept answers checked anew."""
        if key not in self._forms:
            self._forms[key] = self._build(key, data=self.draft.answers(key) or QueryDict())
        return self._forms[key]

    def first_unfinished(self) -> int:
        """Return the place of the first step that is not answered rightly; Confirm at the end."""
        for place, step in enumerate(self.steps[:-1]):
            if not self._is_finished(step.key):
                return place
        return len(self.steps) - 1

    def keep(self, key: str, sent: QueryDict) -> None:
        """Keep what was sent of a step, right or wrong, and forget what was checked."""
        names = [name for name in self._build(key, data=sent).fields if name not in NOT_KEPT]
        self.draft.keep(key, sent, names)
        self._forms.clear()

    def register(self) -> User | None:
        """Make the account of the answers; None where the address has one already."""
        info = self.checked("info").cleaned_data
        profile = self.checked("profile").cleaned_data
        account = {
            "email": info["email"],
            "name": info["name"],
            "password_hash": self.draft.password_hash,
            "avatar": draft_content(self.draft.picture),
        }
        if self.draft.role == Role.LEARNER:
            interests = topics.skills_called(profile["interests"])
            who = Account(**account, time_zone=info["time_zone"])
            return register_learner(account=who, interests=interests)
        week = self.checked("availability").cleaned_data
        skills = topics.skills_called(profile["skills"])
        offer = Offer(
            headline=profile["headline"],
            domains=topics.taught(profile["domains"], skills),
            skills=skills,
            languages=profile["languages"],
            hourly_price=week["price"],
            weekly_hours=week["week"],
        )
        return register_mentor(account=Account(**account, time_zone=week["time_zone"]), offer=offer)

    def _is_finished(self, key: str) -> bool:
        if key == "role":
            return bool(self.draft.role)
        if self.draft.answers(key) is None or (key == "info" and not self.draft.password_hash):
            return False
        return self.checked(key).is_valid()

    def _build(self, key: str, **kwargs: Any) -> forms.Form:
        if key == "role":
            return RoleForm(**kwargs)
        if key == "info":
            return InfoForm(has_password=bool(self.draft.password_hash), **kwargs)
        if key == "availability":
            return WeekForm(**kwargs)
        return (MentorForm if self.draft.role == Role.MENTOR else LearnerForm)(**kwargs)


def login_address(draft: Draft) -> str:
    """Return where a finished wizard leads, whatever came of it."""
    query = {"registered": "1"} | ({"next": draft.next} if draft.next else {})
    return f"{reverse('login')}?{urlencode(query)}"


def _as_initial(kept: QueryDict) -> dict[str, Any]:
    """Answers as a form's initial values; only groups of checkboxes take lists."""
    several: Sequence[str] = ("interests", "domains", "skills", "languages")
    return {name: kept.getlist(name) if name in several else kept.get(name) for name in kept}
