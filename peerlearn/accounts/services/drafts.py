"""Pictures of people who have no account yet: kept a day, then swept."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction

from peerlearn.common.clock import now
from peerlearn.common.images import Crop, clean_picture

from ..models import DraftPicture
from ..queries import draft_picture

KEPT = timedelta(hours=24)
SWEEP_AT_ONCE = 100


def keep_picture(*, data: bytes, crop: Crop | None = None) -> DraftPicture:
    """Store what somebody chose, drawn anew; its name can't be guessed.

    Raises what clean_picture raises.
    """
    picture = clean_picture(data, crop=crop)
    draft = DraftPicture(created_at=now())
    draft.file.save(f"{uuid4().hex}.webp", picture, save=True)
    return draft


def drop_picture(*, draft_id: int | None) -> None:
    """Forget a picture; its file goes once that is certain."""
    draft = draft_picture(draft_id)
    if draft is None:
        return
    storage, name = draft.file.storage, str(draft.file.name)
    with transaction.atomic():
        draft.delete()
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def sweep_pictures() -> int:
    """Forget pictures older than a day; return how many."""
    old = DraftPicture.objects.filter(created_at__lt=now() - KEPT).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:SWEEP_AT_ONCE])
    for draft_id in ids:
        drop_picture(draft_id=draft_id)
    return len(ids)
