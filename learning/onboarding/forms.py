"""The forms of the wizard's steps: each reads what is kept and says what is wrong."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from peerlearn.accounts.enums import Role
from peerlearn.accounts.languages import LANGUAGES
from peerlearn.accounts.models import User
from peerlearn.common.images import MAX_BYTES, parse_crop
from peerlearn.common.zones import is_zone, modern

from ..models import Mentor
from ..topic_forms import UNKNOWN, Topics, slugs


class Hint(forms.CharField):
    """What a script fills in: hidden, so it has no place for an error and never is one."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        """Return the words as they came; the form makes of them what it can."""
        return str(value or "")


class RoleForm(forms.Form):
    """Learner or mentor; nobody signs up as anything else."""

    role = forms.ChoiceField(
        label=_("What brings you here?"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one: learner or mentor."),
            "invalid_choice": _("Choose one: learner or mentor."),
        },
    )
    next = Hint(required=False)


class InfoForm(forms.Form):
    """Name, address, password. Whether the address is known makes no difference here."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We send a link to confirm it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    time_zone = Hint(required=False)

    def __init__(self, *args: Any, has_password: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_password:
            self.fields["password"].required = False
            self.fields["password"].help_text = _(
                "Your password is kept. Type one only to change it."
            )

    def clean_email(self) -> str:
        """An address is one person whatever its case."""
        return self.cleaned_data["email"].lower()

    def clean_time_zone(self) -> str:
        """Keep a zone we know; anything else was only a hint."""
        name = modern(self.cleaned_data["time_zone"])
        return name if is_zone(name) else ""

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, with name and address in view."""
        data = super().clean() or {}
        if data.get("password"):
            person = User(name=data.get("name", ""), email=data.get("email", ""))
            try:
                validate_password(data["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return data


class PictureForm(forms.Form):
    """A picture and the square to cut from it; both may be left out."""

    picture = forms.FileField(
        label=_("Your picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF, up to 8 MB. We keep a square of it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        error_messages={"empty": _("This file is empty. Choose another.")},
    )
    crop = Hint(required=False)
    remove_picture = forms.BooleanField(label=_("Take this picture away"), required=False)

    def clean_picture(self) -> UploadedFile | None:
        """Refuse a file by its size before it is read."""
        file = self.cleaned_data["picture"]
        if file and file.size > MAX_BYTES:
            raise ValidationError(_("This picture is larger than 8 MB."))
        return file

    def clean_crop(self) -> str:
        """Refuse a square that no picture has."""
        crop = self.cleaned_data["crop"]
        if crop and parse_crop(crop) is None:
            # A hidden field has no place for its error: the picture's has.
            self.add_error("picture", _("This square is not part of the picture. Choose it again."))
            return ""
        return crop


class LearnerForm(Topics, PictureForm):
    """What a learner is curious about."""

    by_topic = "interests"

    interests = slugs(_("What would you like to learn?"))


class MentorForm(Topics, PictureForm):
    """What a mentor teaches, and in one line why that is worth an hour."""

    headline = forms.CharField(
        label=_("Your headline"),
        max_length=Mentor._meta.get_field("headline").max_length,
        help_text=_("One line under your name, such as “I read your code aloud”."),
    )
    domains = slugs(_("Topics you teach"))
    skills = slugs(_("Skills you teach"))
    languages = forms.MultipleChoiceField(
        label=_("Languages you teach in"),
        choices=LANGUAGES,
        initial=["English"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN, "invalid_list": UNKNOWN},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a topic; a skill brings its own along."""
        data = super().clean() or {}
        chosen = data.get("domains") or data.get("skills")
        if self.topics and not chosen and not self.errors.keys() & {"domains", "skills"}:
            self.add_error("domains", _("Choose at least one topic."))
        return data
