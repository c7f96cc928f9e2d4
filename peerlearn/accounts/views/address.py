"""Changing the e-mail address: agreed to from both mailboxes."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from peerlearn.common.errors import DomainError

from .. import mails
from ..forms import AddressForm, ResendForm
from ..services import addresses
from ..step_up import step_up_required


@never_cache
def resend(request: HttpRequest) -> HttpResponse:
    """Send the confirmation again to who waits for it; the answer is the same for any address."""
    form = ResendForm(request.POST or None)
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="signup")
        if limited:
            return limited
        if form.is_valid():
            mails.ask_again(form.cleaned_data["email"])
            messages.success(
                request, _("If this address waits to be confirmed, a mail is under way.")
            )
            return redirect("account_email_verification_sent")
    status = 400 if form.errors else 200
    return render(request, "account/verification_sent.html", {"form": form}, status=status)


@never_cache
@step_up_required
def change(request: HttpRequest) -> HttpResponse:
    """Ask for another address; the present one gets a mail."""
    form = AddressForm(request.POST or None)
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="manage_email", user=request.user)
        if limited:
            return limited
        if form.is_valid():
            try:
                email = form.cleaned_data["email"]
                addresses.ask(user=request.user, email=email)
            except DomainError as error:
                form.add_error("email", error.message)
            else:
                text = _("We sent a mail to %s. Follow its link, then the one to the new address.")
                messages.success(request, text % request.user.email)
                return redirect("account_email")
    status = 400 if form.errors else 200
    return render(request, "account/email.html", {"form": form}, status=status)


@never_cache
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link would change; only the button agrees: mail scanners follow links."""
    try:
        user, new, agreed = addresses.read(token)
        if request.method == "POST":
            done = _may_go_on(request, new, agreed) and addresses.agree(token=token)
            template = "account/email_changed.html" if done else "account/email_half.html"
            return render(request, template, {"new": new})
    except DomainError as error:
        return render(request, "errors/refused.html", {"error": error}, status=error.status)
    context = {"old": user.email, "new": new, "agreed": agreed}
    return render(request, "account/email_agree.html", context)


def _may_go_on(request: HttpRequest, new: str, agreed: str) -> bool:
    """Tell whether a step may be taken: a mailbox that may be a stranger's gets one mail a while.

    A second press of the button finds the mail sent, and the page says so again.
    """
    if agreed == addresses.FROM_NEW:
        return True
    return bool(ratelimit.consume(request, action="confirm_email", key=f"change:{new}"))
