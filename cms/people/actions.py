"""Pages that do something to an account, each asking for the reason first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from peerlearn.accounts.enums import Standing
from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand, may
from peerlearn.accounts.services import staffing, standing
from peerlearn.common.errors import DomainError


@dataclass(frozen=True)
class Act:
    """Something an administrator can do to an account."""

    label: Any
    icon: str
    permission: Permission
    standings: frozenset[Standing]
    what_follows: Any
    done: Any
    service: Callable[..., Any]
    is_harsh: bool = True


ACTS = {
    "deactivate": Act(
        gettext_lazy("Deactivate"),
        "lock",
        Permission.MODERATE_PEOPLE,
        frozenset({Standing.ACTIVE}),
        gettext_lazy(
            "The account is closed until somebody reactivates it. Every login ends at once. "
            "Sessions they would teach are cancelled and refunded in full, as are their seats."
        ),
        gettext_lazy("The account is deactivated."),
        standing.deactivate,
    ),
    "ban": Act(
        gettext_lazy("Ban"),
        "no-view",
        Permission.MODERATE_PEOPLE,
        frozenset({Standing.ACTIVE, Standing.DEACTIVATED}),
        gettext_lazy(
            "As deactivating, for somebody who broke the rules: they are out of a running call "
            "within seconds, and what they had coming is cancelled and refunded in full."
        ),
        gettext_lazy("The account is banned."),
        standing.ban,
    ),
    "reactivate": Act(
        gettext_lazy("Reactivate"),
        "lock-open",
        Permission.MODERATE_PEOPLE,
        frozenset({Standing.DEACTIVATED, Standing.BANNED}),
        gettext_lazy(
            "They can log in again, and a mentor's page returns. Cancelled sessions stay cancelled."
        ),
        gettext_lazy("The account is active again."),
        standing.reactivate,
        is_harsh=False,
    ),
    "reset-two-factor": Act(
        gettext_lazy("Reset two-factor"),
        "mobile-alt",
        Permission.RESET_TWO_FACTOR,
        frozenset({Standing.ACTIVE}),
        gettext_lazy(
            "For somebody who lost phone and backup codes. Make sure that it is them who asks. "
            "Their app and codes stop working, every login ends, and they get a mail about it."
        ),
        gettext_lazy("The second factor is gone. They set up a new one at the next login."),
        staffing.reset_two_factor,
    ),
}


def buttons_for(person: User, viewer: User) -> list[Button]:
    """Return the acts that somebody who looks may do to a person as they stand."""
    return [
        Button(
            act.label,
            url=reverse("wagtailusers_users:act", args=[person.pk, name]),
            icon_name=act.icon,
            priority=50 + place,
        )
        for place, (name, act) in enumerate(ACTS.items())
        if person.pk != viewer.pk and person.standing in act.standings
        if may(viewer, act.permission)
    ]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=standing.REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the audit log. The mail to the person does not have it."),
    )


class ActView(WagtailAdminTemplateMixin, FormView):
    """Say what will follow, ask why, do it."""

    template_name = "cms/admin/person_act.html"
    form_class = ReasonForm
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who may do this, as they are logged in now."""
        self.act = ACTS[kwargs["act"]]
        demand(request.user, self.act.permission)
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Do it; what a rule refuses is said above the form."""
        reason = form.cleaned_data["reason"]
        try:
            self.act.service(actor=self.request.user, user=self.person, reason=reason)
        except DomainError as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, self.act.done)
        return redirect("wagtailusers_users:index")

    def get_page_title(self) -> str:
        """Return what is about to be done, and to whom."""
        return _("%(act)s: %(name)s") % {"act": self.act.label, "name": self.person}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        people = {"url": reverse("wagtailusers_users:index"), "label": _("Users")}
        return [*self.breadcrumbs_items, people, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the person and the act."""
        return super().get_context_data(person=self.person, act=self.act, **kwargs)
