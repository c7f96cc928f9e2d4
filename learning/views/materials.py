"""Files and links of a session: its mentor hands them out, who has a seat takes them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import DomainError, NotFound

from ..downloads import attachment
from ..material_form import MaterialForm
from ..models import Session
from ..queries import materials as queries
from ..services import materials
from .session_edit import handed_out, own_session


@permission_required(Permission.TEACH)
@never_cache
def hand_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a session's files and links (GET) and add one (POST)."""
    session = own_session(request, pk)
    if request.method != "POST":
        return _page(request, session)
    form = MaterialForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, session, form=form, status=400)
    try:
        _add(request, pk, **form.cleaned_data)
    except DomainError as error:
        for name, text in error.fields.items() or ((None, error.message),):
            form.add_error(name if name in form.fields else None, text)
        return _page(request, session, form=form, status=error.status)
    return redirect("mentor-materials", pk=pk)


def _add(request: HttpRequest, pk: int, *, file: Any, url: str, title: str) -> None:
    if file:
        materials.add_file(session_id=pk, actor=request.user, file=file, title=title)
    else:
        materials.add_link(session_id=pk, actor=request.user, url=url, title=title)


def _page(
    request: HttpRequest, session: Session, *, form: MaterialForm | None = None, status: int = 200
) -> HttpResponse:
    context = handed_out(session) | {"session": session, "role": "mentor", "tab": "sessions"}
    if form is not None:
        context["material_form"] = form
    return render(request, "learning/mentor/materials.html", context, status=status)


@permission_required(Permission.TEACH)
@require_POST
def change(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    """Move one up (`to` names its new place), or take it away."""
    own_session(request, pk)
    place = request.POST.get("to", "")
    known: dict[str, Any] = {"session_id": pk, "material_id": material, "actor": request.user}
    if place.isascii() and place.isdigit() and len(place) < 4:
        materials.move(**known, position=int(place))
    else:
        materials.remove(**known)
        messages.info(request, _("Taken away."))
    return redirect("mentor-materials", pk=pk)


@require_GET
@login_required
@never_cache
def download(request: HttpRequest, pk: int) -> FileResponse:
    """Send a file to its mentor and to those with a seat; nobody else learns that it exists."""
    material = queries.for_download(request.user, pk)
    if material is None:
        raise NotFound("no_material", _("There is no such file for you."))
    return attachment(material)
