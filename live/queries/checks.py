"""Reading checks of devices and network."""

from learning.models import Session
from peerlearn.accounts.models import User

from ..enums import CheckVerdict
from ..models import DeviceCheck


def last(session: Session, user: User) -> DeviceCheck | None:
    """Return somebody's last check for a session, None if they made none."""
    return DeviceCheck.objects.filter(session=session, user=user).first()


def failed_of_others(session: Session, user: User) -> list[str]:
    """Return the names of those whose check failed, as `user` may know: mentors all, others one."""
    failed = DeviceCheck.objects.filter(session=session, verdict=CheckVerdict.FAILED)
    if session.mentor.user_id != user.pk:
        failed = failed.filter(user_id=session.mentor.user_id)
    return list(failed.exclude(user=user).order_by("pk").values_list("user__name", flat=True))
