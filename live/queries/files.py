"""Reading the files of a room: who has a place in it may have them, nobody else."""

from django.db.models import QuerySet, Sum

from peerlearn.accounts.models import User

from ..models import RoomFile


def of_session(session_id: int) -> QuerySet[RoomFile]:
    """Return the files of a session's room in the order they came, with their senders."""
    files = RoomFile.objects.filter(room__session_id=session_id)
    return files.select_related("sender").order_by("pk")


def one(*, session_id: int, pk: int) -> RoomFile | None:
    """Return a file of that session's room, None if it is not there, or no more."""
    return of_session(session_id).filter(pk=pk, deleted_at=None).first()


def sent_by(user: User) -> QuerySet[RoomFile]:
    """Return what somebody handed out in any room and is still kept."""
    return RoomFile.objects.filter(sender=user, deleted_at=None).order_by("pk")


def bytes_in(room_id: int) -> int:
    """Return how much space a room's files take."""
    return RoomFile.objects.filter(room_id=room_id).aggregate(sum=Sum("size", default=0))["sum"]
