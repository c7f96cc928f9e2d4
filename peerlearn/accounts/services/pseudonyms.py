"""Taking a person out of their account: the row stays, for money and history point at it."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.common.pictures import deleter
from peerlearn.common.states import check_move

from ..enums import STANDING_MOVES, HomeRole, Standing, Theme
from ..models import AuthenticatorApp, BackupCodes, DataExport, RefreshFamily, User
from ..signals import account_closed
from . import exports
from .access import end_access


@transaction.atomic
def pseudonymise(*, user: User) -> User:
    """Empty the account of everything that tells who somebody was; nobody logs in to it again.

    Other apps empty theirs on `account_closed`, sent here. Roles, orders and stars stay.
    Conflict("illegal_move") for an account erased already.
    """
    check_move(STANDING_MOVES, user.standing, Standing.ERASED)
    end_access(user=user, why="erased")
    delete_picture = deleter(user.avatar) if user.avatar else None
    user.email = f"erased+{user.pk}@erased.invalid"
    user.name = _("Deleted person")
    user.avatar = ""
    user.time_zone, user.theme, user.languages = "", Theme.SYSTEM, []
    user.home_role, user.last_login = HomeRole.LEARNER, None
    user.standing, user.is_active = Standing.ERASED, False
    user.set_unusable_password()
    user.save()
    if delete_picture:
        transaction.on_commit(delete_picture)
    EmailAddress.objects.filter(user=user).delete()
    for model in (SocialAccount, AuthenticatorApp, BackupCodes, RefreshFamily):
        model.objects.filter(user=user).delete()
    for export in DataExport.objects.filter(user=user):
        exports.forget(export)
        export.delete()
    account_closed.send(User, user_id=user.pk, by_staff=False)
    return user
