"""Accounts' own sections of the profile: info, picture, preferences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerlearn.common.errors import DomainError
from peerlearn.common.images import MAX_BYTES, parse_crop
from peerlearn.common.zones import zone_names

from .enums import Role, Theme
from .languages import language_choices
from .models import User
from .sections import Link, Section, SectionForm, register, register_links
from .services import people


def zone_choices() -> list[tuple[str, Any]]:
    """Return every zone a person may choose; the empty one follows the browser."""
    named = [(name, name.replace("_", " ")) for name in zone_names()]
    return [("", _("As this device has it")), *named]


class InfoForm(SectionForm):
    """Who somebody is."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = language_choices(self.user.languages)  # type: ignore[attr-defined]


class PictureForm(SectionForm):
    """A picture and the square to cut from it, or none any more."""

    picture = forms.FileField(
        label=_("Choose a picture"),
        required=False,
        help_text=_(
            "JPEG, PNG, WebP or GIF, at most 8 MB. We remove what it says of place and time."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    crop = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a file unless the picture is to go."""
        data = self.cleaned_data
        file = data.get("picture")
        if not data.get("remove") and not file and "picture" not in self.errors:
            self.add_error("picture", _("Choose a file first."))
        if file and file.size > MAX_BYTES:
            self.add_error("picture", _("This picture is larger than 8 MB."))
        return data


class PreferencesForm(SectionForm):
    """How the site behaves for somebody."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=zone_choices,
        help_text=_("Every time you see is in this zone."),
    )
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=Theme.choices, widget=forms.RadioSelect
    )
    home_role = forms.ChoiceField(
        label=_("Open PeerLearn with"),
        choices=[(Role.LEARNER, _("My learning")), (Role.MENTOR, _("My teaching"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.user.has_both_roles:
            del self.fields["home_role"]


def load_info(user: User) -> dict[str, Any]:
    """Return name and languages."""
    return {"name": user.name, "languages": user.languages}


def save_info(user: User, data: dict[str, Any]) -> None:
    """Store name and languages."""
    people.update_info(user=user, name=data["name"], languages=data["languages"])


def load_preferences(user: User) -> dict[str, Any]:
    """Return zone, theme and, of somebody with both roles, the first dashboard."""
    stored = {"time_zone": user.time_zone, "theme": user.theme}
    return stored | ({"home_role": user.home_role} if user.has_both_roles else {})


def save_preferences(user: User, data: dict[str, Any]) -> None:
    """Store zone, theme and first dashboard."""
    people.update_preferences(user=user, **data)


def save_picture(user: User, data: dict[str, Any]) -> None:
    """Store or remove the picture; a broken one is the field's error."""
    if data["remove"]:
        people.remove_avatar(user=user)
        return
    try:
        people.set_avatar(user=user, data=data["picture"].read(), crop=parse_crop(data["crop"]))
    except DomainError as error:
        fields = {"picture": error.message}
        raise DomainError(error.code, error.message, status=error.status, fields=fields) from error


SECTIONS = [
    Section(
        key="info",
        title=_("Info"),
        blurb=_("Your name and the languages you speak"),
        icon="pencil",
        order=10,
        form_class=InfoForm,
        load=load_info,
        save=save_info,
    ),
    Section(
        key="picture",
        title=_("Picture"),
        blurb=_("The face others see beside your name"),
        icon="circle-user-round",
        order=20,
        form_class=PictureForm,
        load=lambda user: {},
        save=save_picture,
        template="account/profile/picture.html",
        button=_("Use this picture"),
        in_api=False,
    ),
    Section(
        key="preferences",
        title=_("Preferences"),
        blurb=_("Time zone, theme, how news reaches you"),
        icon="sliders-horizontal",
        order=50,
        form_class=PreferencesForm,
        load=load_preferences,
        save=save_preferences,
        template="account/profile/preferences.html",
    ),
]
LINKS = [
    Link(
        key="email",
        title=_("E-mail address"),
        blurb=_("The address you log in with"),
        icon="mail",
        order=55,
        url_name="account_email",
        is_tab=False,
    ),
    Link(
        key="password",
        title=_("Password"),
        blurb=_("Change the password you log in with"),
        icon="lock",
        order=60,
        url_name="account_change_password",
        is_tab=False,
    ),
    Link(
        key="two-factor",
        title=_("Two-factor login"),
        blurb=_("A code from your phone besides the password"),
        icon="badge-check",
        order=65,
        url_name="two-factor",
        is_tab=False,
    ),
    Link(
        key="devices",
        title=_("Devices"),
        blurb=_("Where you are logged in; sign out there"),
        icon="monitor-up",
        order=70,
        url_name="profile-devices",
    ),
    Link(
        key="blocked",
        title=_("Blocked people"),
        blurb=_("Whom you keep away"),
        icon="circle-alert",
        order=75,
        url_name="profile-blocked",
        is_tab=False,
    ),
    Link(
        key="privacy",
        title=_("Privacy"),
        blurb=_("A copy of your data; deleting your account"),
        icon="eye-off",
        order=80,
        url_name="profile-privacy",
    ),
]


def register_sections() -> None:
    """Make accounts' sections known; called once, when the apps are ready."""
    register(*SECTIONS)
    register_links(*LINKS)
