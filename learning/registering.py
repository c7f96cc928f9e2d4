"""What `POST /api/auth/register/` takes, checked."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as Invalid
from django.utils.translation import gettext as _
from rest_framework import serializers

from peerlearn.accounts.enums import Role
from peerlearn.accounts.languages import LANGUAGES
from peerlearn.accounts.models import User
from peerlearn.common.errors import DomainError
from peerlearn.common.money import MIN_PAISE
from peerlearn.common.zones import is_zone, modern

from .hours import DAY_MINUTES, MOST_STRETCHES, Stretch, checked
from .models import Mentor
from .queries import topics

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"
MOST_CHOSEN = 30
MOST_PAISE = 100_000_00


def _slugs(**kwargs: Any) -> serializers.ListField:
    child = serializers.SlugField(max_length=60)
    return serializers.ListField(
        child=child, max_length=MOST_CHOSEN, required=False, default=list, **kwargs
    )


class HoursIn(serializers.Serializer):
    """A stretch of a weekday in the mentor's own zone."""

    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="0 is Monday.")
    start = serializers.RegexField(CLOCK, help_text="18:00")
    end = serializers.RegexField(CLOCK, help_text="20:30; 24:00 or 00:00 is the end of the day.")

    def validate(self, data: dict[str, Any]) -> Stretch:
        """Return minutes instead of clock times."""
        return Stretch(data["weekday"], _minute(data["start"]), _minute(data["end"]) or DAY_MINUTES)


class RegisterIn(serializers.Serializer):
    """A new learner or mentor; what belongs to the other role is ignored."""

    role = serializers.ChoiceField(choices=Role.choices)
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=256, trim_whitespace=False)
    time_zone = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    interests = _slugs(help_text="Skills a learner is curious about.")
    headline = serializers.CharField(
        max_length=Mentor._meta.get_field("headline").max_length,
        required=False,
        default="",
        allow_blank=True,
    )
    domains = _slugs(help_text="Topics a mentor teaches; those of the skills come along.")
    skills = _slugs(help_text="Skills a mentor teaches.")
    languages = serializers.ListField(
        child=serializers.ChoiceField(choices=[name for name, _text in LANGUAGES]),
        required=False,
        default=["English"],
        allow_empty=False,
    )
    hourly_price = serializers.IntegerField(
        required=False, min_value=0, max_value=MOST_PAISE, help_text="Paise: 0, or 100 and more."
    )
    hours = HoursIn(many=True, required=False, default=list, max_length=MOST_STRETCHES)

    def validate_time_zone(self, name: str) -> str:
        """Accept IANA names only."""
        if name and not is_zone(name):
            raise serializers.ValidationError(_("Write it like Asia/Kolkata."))
        return modern(name)

    def validate_hourly_price(self, paise: int) -> int:
        """Refuse what can't be paid."""
        if 0 < paise < MIN_PAISE:
            raise serializers.ValidationError(_("The price must be ₹0 or at least ₹1."))
        return paise

    def validate_hours(self, hours: list[Stretch]) -> list[Stretch]:
        """Refuse a week that contradicts itself."""
        try:
            return checked(hours)
        except DomainError as error:
            raise serializers.ValidationError(error.message) from error

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Hold the password against the rules and the choices against what there is."""
        try:
            validate_password(data["password"], User(name=data["name"], email=data["email"]))
        except Invalid as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        _refuse_unknown(data)
        if data["role"] == Role.MENTOR:
            _ask_for_offer(data)
        return data


class RegisterOut(serializers.Serializer):
    """The same words for every address."""

    message = serializers.CharField()


def _refuse_unknown(data: dict[str, Any]) -> None:
    known = topics.with_skills()
    skills = {skill.slug for topic in known for skill in topic.skills.all()}
    for name, there in (
        ("interests", skills),
        ("skills", skills),
        ("domains", {topic.slug for topic in known}),
    ):
        strange = [slug for slug in data[name] if slug not in there]
        if strange:
            raise serializers.ValidationError({name: _("There is no %s.") % ", ".join(strange)})


def _ask_for_offer(data: dict[str, Any]) -> None:
    missing = {}
    if not data["domains"] and not data["skills"]:
        missing["domains"] = _("Name at least one topic or skill.")
    if "hourly_price" not in data:
        missing["hourly_price"] = _("Say what an hour costs, in paise.")
    if not data["hours"]:
        missing["hours"] = _("Give at least one stretch of the week.")
    if missing:
        raise serializers.ValidationError(missing)


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
