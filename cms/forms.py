"""People in the admin: our User has an address, one name and a home, no first and last name."""

from typing import Any

from django import forms
from wagtail.users.forms import UserForm

from learning.services import mentors
from peerlearn.accounts.enums import HomeRole
from peerlearn.accounts.models import User
from peerlearn.accounts.services.people import vouch_for_address
from peerlearn.common.zones import is_zone

FIELDS = ["email", "name", "home_role", "time_zone", "is_superuser", "groups"]


class NewPersonForm(UserForm):
    """Somebody an administrator adds."""

    first_name = None
    last_name = None

    class Meta:
        model = User
        fields = FIELDS
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def clean_email(self) -> str:
        """Keep addresses in lower case and one person each."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("This address already has an account.")
        return email

    def clean_time_zone(self) -> str:
        """Accept IANA names only."""
        zone = self.cleaned_data["time_zone"]
        if zone and not is_zone(zone):
            raise forms.ValidationError("Write it like Asia/Kolkata.")
        return zone

    def save(self, commit: bool = True) -> User:
        """Store the person with what their home needs: staff flag, role, confirmed address."""
        # Whoever a group lets into the admin is staff, with all that is asked of staff.
        self.instance.is_staff = (
            self.cleaned_data["home_role"] == HomeRole.STAFF
            or self.instance.is_superuser
            or bool(self.cleaned_data["groups"])
        )
        user = super().save(commit=commit)
        if commit:
            vouch_for_address(user=user)
            if user.home_role == HomeRole.MENTOR:
                mentors.make_mentor(user=user)
            elif user.home_role == HomeRole.LEARNER:
                mentors.make_learner(user=user)
        return user


class PersonForm(NewPersonForm):
    """Somebody who is there; an empty password leaves the one they have."""

    password_required = False

    class Meta(NewPersonForm.Meta):
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.pop("editing_self", False)
        super().__init__(*args, **kwargs)
        if editing_self:
            # Nobody shuts themselves out.
            del self.fields["is_superuser"]
