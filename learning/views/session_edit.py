"""A mentor writes a session: page, dialog and autosave are one form and two services."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peerlearn.accounts.guards import permission_required
from peerlearn.accounts.rights import Permission
from peerlearn.common.errors import DomainError, NotFound
from peerlearn.common.http import error_body
from peerlearn.common.zones import viewer_zone

from ..enums import SessionState
from ..material_form import MaterialForm
from ..models import Session
from ..queries import materials as material_queries
from ..queries import sessions as queries
from ..services import editing, materials, sessions
from ..session_form import SessionForm, written
from .mentor import mentor_of

EDITABLE = (SessionState.DRAFT, SessionState.SCHEDULED)
TYPED_WRONG = 400
PLACES = {"price": "price_rupees"}


def own_session(request: HttpRequest, pk: int) -> Session:
    """Return a session of who asks. Raises NotFound for any other."""
    found = queries.of_mentor(mentor_of(request)).filter(pk=pk).first()
    if found is None:
        raise NotFound("no_session", _("You have no such session."))
    return found


def handed_out(session: Session) -> dict[str, Any]:
    """Return what the part `materials_edit.html` shows of a session."""
    return {
        "materials": list(material_queries.of_session(session)),
        "material_form": MaterialForm(),
        "most_materials": materials.MOST_MATERIALS,
        "materials_closed": session.state == SessionState.CANCELLED,
    }


@permission_required(Permission.TEACH)
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Show an empty form (GET); its first words make a draft (POST)."""
    mentor, zone = mentor_of(request), viewer_zone(request)
    if request.method != "POST":
        return _page(request, SessionForm(session=None, zone=zone), None)
    form = SessionForm(request.POST, request.FILES, session=None, zone=zone)
    if not form.is_valid():
        return _page(request, form, None, status=400)
    try:
        session = sessions.create_draft(mentor=mentor, **form.changes())
        return _saved(request, session)
    except DomainError as error:
        _show_faults(form, error)
        return _page(request, form, None, status=error.status)


@permission_required(Permission.TEACH)
@never_cache
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a session's form (GET), whole or as a dialog's body, and save it (POST).

    A refused form keeps what was typed. Where somebody saved meanwhile both texts are shown.
    """
    session, zone = own_session(request, pk), viewer_zone(request)
    if session.state not in EDITABLE:
        return redirect("mentor-session-preview", pk=pk)
    if request.method != "POST":
        return _page(request, SessionForm(session=session, zone=zone), session)
    form = SessionForm(request.POST, request.FILES, session=session, zone=zone)
    if not form.is_valid():
        return _page(request, form, session, status=400)
    try:
        session = editing.edit(
            session_id=pk, actor=request.user, version=_version(request), changes=form.changes()
        )
    except sessions.Stale as error:
        known = SessionForm(request.POST, session=error.session, zone=zone)
        theirs = _differences(known, written(error.session, zone))
        return _page(request, known, error.session, status=409, theirs=theirs)
    except DomainError as error:
        _show_faults(form, error)
        return _page(request, form, session, status=TYPED_WRONG)
    return _saved(request, session)


def _saved(request: HttpRequest, session: Session) -> HttpResponse:
    if request.POST.get("then") != "publish":
        messages.success(request, _("Saved."))
        return redirect("mentor-session", pk=session.pk)
    try:
        sessions.publish(session_id=session.pk, actor=request.user, version=session.version)
    except DomainError as error:
        # The words are saved; what stands in the way is shown beside its field.
        zone = viewer_zone(request)
        form = SessionForm(request.POST, session=session, zone=zone)
        form.is_valid()
        _show_faults(form, error)
        return _page(request, form, session, status=error.status)
    messages.success(request, _("Published. It is in the catalogue now."))
    return redirect("mentor-sessions")


@permission_required(Permission.TEACH)
@require_POST
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what can be stored of a draft; JSON {version, left_out}, or 409 with their text."""
    session, zone = own_session(request, pk), viewer_zone(request)
    form = SessionForm(request.POST, session=session, zone=zone)
    form.is_valid()
    unread = {field: str(texts[0]) for field, texts in form.errors.items()}
    changes = form.changes()
    try:
        saved = editing.autosave(
            session_id=pk, actor=request.user, version=_version(request), changes=changes
        )
    except sessions.Stale as error:
        body = error_body(error) | {"version": error.session.version}
        return JsonResponse(body | {"theirs": written(error.session, zone)}, status=409)
    except DomainError as error:
        return JsonResponse(error_body(error), status=error.status)
    left_out = unread | {PLACES.get(name, name): text for name, text in saved.left_out.items()}
    return JsonResponse({"version": saved.session.version, "left_out": left_out})


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _show_faults(form: SessionForm, error: DomainError) -> None:
    for name, text in error.fields.items() or ((None, error.message),):
        place = PLACES.get(name or "", name)
        form.add_error(place if place in form.fields else None, text)


def _differences(form: SessionForm, theirs: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": form[name].label, "text": theirs[name]}
        for name in form.fields
        if name in theirs and name != "skills" and _typed(form, name) != str(theirs[name])
    ]


def _typed(form: SessionForm, name: str) -> str:
    value = form[name].value()
    return "" if value is None else str(value)


def _rows(request: HttpRequest, session: Session | None) -> list[tuple[Any, ...]]:
    if request.method == "POST":
        parts = [request.POST.getlist(f"step_{part}") for part in ("title", "text", "minutes")]
        return list(zip(*parts, strict=False))
    steps = session.curriculum.all() if session else ()
    return [(one.title, one.text, one.minutes) for one in steps]


def _page(
    request: HttpRequest,
    form: SessionForm,
    session: Session | None,
    *,
    status: int = 200,
    theirs: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    rows = _rows(request, session)
    context = {
        "form": form,
        "session": session,
        "steps": [*rows, *[("", "", "")] * max(1, 3 - len(rows))],
        "theirs": theirs,
        # A page that was refused keeps the version it was typed over.
        "version": _version(request) if status == TYPED_WRONG else session and session.version,
        "zone": form.zone.key,
        "role": "mentor",
        "tab": "sessions",
    }
    if session is not None:
        context |= handed_out(session)
    dialog = request.GET.get("in") == "dialog"
    name = "learning/mentor/session_form.html" if dialog else "learning/mentor/session_edit.html"
    return render(request, name, context, status=status)
