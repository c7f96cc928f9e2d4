"""Making somebody a ZIP of all we hold about them, and forgetting it after a week."""

import json
import logging
import secrets
import tempfile
import zipfile
from datetime import timedelta
from typing import IO

from celery import current_app
from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound

from .. import exports
from ..enums import ExportState
from ..models import DataExport, User
from ..signals import export_ready
from . import audit

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)
PAUSE = timedelta(days=1)
STALE = timedelta(minutes=2)
GIVEN_UP = timedelta(hours=6)
SWEEP_LIMIT = 20
TASK = "peerlearn.accounts.tasks.make_export"
README = """This is what PeerLearn holds about you.

Each .json file is one part of the product; times are in UTC, amounts in paise. Folders hold files.
"""


@transaction.atomic
def ask(*, user: User) -> DataExport:
    """Start an export: one at a time, one a day; a task makes it.

    Raises Conflict: export_waiting, export_too_soon.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if against := _against(user):
        raise against
    export = DataExport.objects.create(user=user, asked_at=now())
    audit.record("export_asked", actor=user, subject=user)
    # Without a queue it is the sweep's.
    transaction.on_commit(lambda: start(export.pk), robust=True)
    return export


def may_ask(user: User) -> bool:
    """Tell whether somebody may have an export now."""
    return _against(user) is None


def _against(user: User) -> Conflict | None:
    mine = DataExport.objects.filter(user=user)
    if mine.filter(state=ExportState.WAITING).exists():
        return Conflict("export_waiting", _("Your data is being put together already."))
    if mine.filter(asked_at__gt=now() - PAUSE).exclude(state=ExportState.FAILED).exists():
        return Conflict("export_too_soon", _("You can have one export a day. Try again tomorrow."))
    return None


def start(export_id: int) -> None:
    """Hand an export to the workers."""
    current_app.send_task(TASK, [export_id], retry=False)


def make(*, export_id: int) -> None:
    """Put an export together; one that is not waited for any more is left alone.

    Safe to run twice at once: the later one throws its file away.
    """
    export = DataExport.objects.select_related("user").filter(pk=export_id).first()
    if export is None or export.state != ExportState.WAITING:
        return
    storage = DataExport._meta.get_field("file").storage
    name = ""
    try:
        with tempfile.TemporaryFile() as draft:
            _write(export.user, draft)
            draft.seek(0)
            name = storage.save(f"exports/{secrets.token_hex(16)}.zip", File(draft))
        is_ours = _finish(export, name)
    except Exception:
        if name:
            storage.delete(name)
        raise
    if not is_ours:
        storage.delete(name)


def _write(user: User, target: IO[bytes]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("README.txt", README)
        for part in exports.parts():
            text = json.dumps(
                part.collect(user), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False
            )
            folder.writestr(f"{part.key}.json", text)
            for name, opener in part.files(user):
                with opener() as file:
                    folder.writestr(f"{part.key}/{name}", file.read())


@transaction.atomic
def _finish(export: DataExport, name: str) -> bool:
    waiting = DataExport.objects.filter(pk=export.pk, state=ExportState.WAITING)
    if not waiting.update(state=ExportState.READY, file=name, made_at=now()):
        return False
    export_ready.send(DataExport, user_id=export.user_id, export_id=export.pk)
    return True


def open_file(*, user: User, export_id: int) -> IO[bytes]:
    """Open one's own export for download and log that; NotFound("no_export") if it is gone."""
    export = DataExport.objects.filter(pk=export_id, user=user, state=ExportState.READY).first()
    if export is None or export.made_at is None or export.made_at <= now() - KEPT:
        raise NotFound("no_export", _("This export is no longer kept. Ask for a new one."))
    audit.record("export_downloaded", actor=user, subject=user, export=export.pk)
    return export.file.open("rb")


def sweep() -> None:
    """Start again what the queue lost, give up on what cannot be made, forget what is old."""
    waiting = DataExport.objects.filter(state=ExportState.WAITING)
    hopeless = waiting.filter(asked_at__lte=now() - GIVEN_UP)
    for pk in hopeless.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        log.error("export %s could not be made", pk)
        waiting.filter(pk=pk).update(state=ExportState.FAILED)
    stale = waiting.filter(asked_at__lte=now() - STALE)
    for pk in stale.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        start(pk)
    old = DataExport.objects.filter(state=ExportState.READY, made_at__lte=now() - KEPT)
    for export in old[:SWEEP_LIMIT]:
        forget(export)


def forget(export: DataExport) -> None:
    """Delete an export's file; its row tells that there was one."""
    name = export.file.name
    storage = export.file.storage
    with transaction.atomic():
        DataExport.objects.filter(pk=export.pk).exclude(state=ExportState.FAILED).update(
            state=ExportState.EXPIRED, file=""
        )
        if name:
            transaction.on_commit(lambda: storage.delete(name))
