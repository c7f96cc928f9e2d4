"""Accounts that mentors want to be paid to, in the admin: looked at once, before anything goes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from payments.models import PayoutMethod
from payments.payout_enums import MethodState
from payments.services import payout_methods
from peerlearn.accounts.rights import Permission, demand
from peerlearn.common.errors import DomainError
from peerlearn.common.spreadsheets import harmless

from .payouts import MoneyScreen


def link(row: PayoutMethod) -> SafeString:
    """Return an account as it may be shown, leading to its page."""
    return format_html('<a href="{}">{}</a>', reverse("payout_method_admin", args=[row.pk]), row)


def waiting() -> QuerySet[PayoutMethod]:
    """Return the accounts that wait for a look; the ciphertext is not read."""
    rows = PayoutMethod.objects.filter(state=MethodState.PENDING)
    return rows.select_related("user").defer("account")


class MethodsView(MoneyScreen, ReportView):
    """What waits to be verified, oldest first."""

    model = PayoutMethod
    page_title = gettext_lazy("Accounts to verify")
    header_icon = "tick"
    index_url_name = "payout_methods_admin"
    index_results_url_name = "payout_methods_admin_results"
    default_ordering = "created_at"
    columns = [
        Column("account", label=gettext_lazy("Account"), accessor=link, width="25%"),
        Column("user", label=gettext_lazy("Mentor"), accessor="user.name"),
        Column("holder", label=gettext_lazy("Holder")),
        Column("ifsc", label=gettext_lazy("IFSC")),
        DateColumn("created_at", label=gettext_lazy("Added"), sort_key="created_at"),
    ]
    list_export = ["pk", "user.email", "kind", "masked", "holder", "ifsc", "created_at"]

    def get_queryset(self) -> QuerySet[PayoutMethod]:
        """Return the rows in the order asked for."""
        return self.order_queryset(waiting())

    def get_filename(self) -> str:
        """Return the name of the file to take along."""
        return "accounts-to-verify"

    def to_row_dict(self, item: PayoutMethod) -> dict[str, Any]:
        """Return one line of the file; no program takes its words for a formula."""
        row = super().to_row_dict(item)
        return row | {key: harmless(row[key]) for key in ("user.email", "holder")}


class DecisionForm(forms.Form):
    """Whether an account is its owner's, or why not."""

    act = forms.ChoiceField(choices=[("verify", "verify"), ("refuse", "refuse")])
    why = forms.CharField(
        label=gettext_lazy("Why not"),
        max_length=payout_methods.WHY,
        required=False,
        help_text=gettext_lazy("The mentor reads it."),
    )


class MethodView(MoneyScreen, WagtailAdminTemplateMixin, FormView):
    """Show an account as far as it may be shown; verify or refuse it."""

    template_name = "operations/money/method.html"
    form_class = DecisionForm
    header_icon = "tick"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find it, once it is clear who asks."""
        demand(request.user, Permission.MANAGE_MONEY)
        self.method = get_object_or_404(waiting(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Do it; what a rule refuses is said above the form."""
        known = {"actor": self.request.user, "method_id": self.method.pk}
        try:
            if form.cleaned_data["act"] == "verify":
                payout_methods.verify(**known)
            else:
                payout_methods.refuse(**known, why=form.cleaned_data["why"])
        except DomainError as refused:
            for field, words in refused.fields.items() or ((None, refused.message),):
                form.add_error(field, words)
            return self.form_invalid(form)
        messages.success(self.request, _("Decided. The mentor was told."))
        return redirect("payout_methods_admin")

    def get_page_title(self) -> str:
        """Return whose it is."""
        return _("Account of %s") % self.method.user.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        queue = {"url": reverse("payout_methods_admin"), "label": MethodsView.page_title}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the account."""
        return super().get_context_data(method=self.method, **kwargs)
