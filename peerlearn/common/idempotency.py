"""The same request twice does its work once: `Idempotency-Key` on POSTs that make something.

A client that lost an answer sends the request again with the same key and gets the first answer.
Draft: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from rest_framework.request import Request
from rest_framework.response import Response

from .clock import now
from .errors import Conflict, DomainError
from .models import KeptAnswer

KEPT = timedelta(hours=24)
# Who asks again while the first is under way waits; a crash is forgotten after this.
UNDER_WAY = timedelta(seconds=60)
LONGEST = 100
SWEEP_LIMIT = 1000


def once(request: Request, work: Callable[[], Response], *, atomic: bool = True) -> Response:
    """Answer with `work()`, or with what it answered before to the same person, key and body.

    Without the header it just works. With `atomic` work and answer are stored together, so that
    not even a crash between them does it twice; work that calls a gateway sets it to False and is
    the same twice by itself. What fails is not kept.
    Raises DomainError("key_invalid"), Conflict("in_progress"), and 422 "key_reused".
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return work()
    if len(key) > LONGEST or not key.isprintable() or not key.isascii():
        raise DomainError("key_invalid", f"An Idempotency-Key is 1 to {LONGEST} plain characters.")
    if not atomic:
        return _kept_around(request, key, work)
    with transaction.atomic():
        return _kept_around(request, key, work)


def _kept_around(request: Request, key: str, work: Callable[[], Response]) -> Response:
    owner, asked = _owner(request), _hash(request)
    row = KeptAnswer.objects.filter(owner=owner, key=key).first()
    if row is not None and (row.status or row.created_at > now() - UNDER_WAY):
        return _again(row, asked)
    if row is not None:
        KeptAnswer.objects.filter(pk=row.pk, status=0).delete()
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.create(owner=owner, key=key, asked=asked, created_at=now())
    except IntegrityError:
        # Somebody with this key was first: what they were answered, or that they are at work.
        return _again(KeptAnswer.objects.filter(owner=owner, key=key).first(), asked)
    try:
        answer = work()
    except BaseException:
        # In a transaction the row goes with it; elsewhere it must not stop the next try.
        if not transaction.get_connection().needs_rollback:
            KeptAnswer.objects.filter(pk=row.pk).delete()
        raise
    row.status, row.body = answer.status_code, answer.data
    row.save(update_fields=["status", "body"])
    return answer


def _again(row: KeptAnswer | None, asked: str) -> Response:
    if row is not None and row.asked != asked:
        raise DomainError(
            "key_reused", "This Idempotency-Key was used for another request.", status=422
        )
    if row is None or not row.status:  # or has failed this moment, and may be tried again
        raise Conflict("in_progress", "The first request with this key is still under way.")
    return Response(row.body, status=row.status, headers={"Idempotent-Replayed": "true"})


def _owner(request: Request) -> str:
    return f"user-{request.user.pk}"


def _hash(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True, default=_told)
    return sha256(f"{request.method} {request.path.rstrip('/')} {body}".encode()).hexdigest()


def _told(value: object) -> str:
    """Tell a file by what is in it: another text under the same name is another request."""
    if not isinstance(value, UploadedFile):
        return str(value)
    told = sha256()
    for chunk in value.chunks():
        told.update(chunk)
    value.seek(0)
    return f"{value.name} {told.hexdigest()}"


def forget_old() -> int:
    """Delete answers kept for a day; returns how many. A sweep."""
    old = KeptAnswer.objects.filter(created_at__lt=now() - KEPT)
    keys = list(old.values_list("pk", flat=True)[:SWEEP_LIMIT])
    return KeptAnswer.objects.filter(pk__in=keys).delete()[0]
