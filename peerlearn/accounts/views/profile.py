"""One's own account, in its plain form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ..forms import ProfileForm
from ..services.people import update_person


@login_required
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """Show and save name and time zone."""
    user = request.user
    initial = {"name": user.name, "time_zone": user.time_zone}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        update_person(user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("profile")
    status = 400 if form.is_bound else 200
    return render(request, "account/profile.html", {"form": form}, status=status)
