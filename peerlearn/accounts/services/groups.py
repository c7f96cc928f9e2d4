"""Keeping the staff groups of Django and Wagtail in step with the table of rights."""

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission
from django.db.models import Q

from ..rights import IN_DJANGO, OF_GROUP, TABLE


def give_groups_their_rights(**_: Any) -> None:
    """Give each staff group what the table says, take what it does not; heard after `migrate`.

    Permissions the table does not know, as those of a single page, stay as somebody set them.
    """
    known = {name: _rows(IN_DJANGO[name]) for name in IN_DJANGO}
    for name, duty in OF_GROUP.items():
        group = Group.objects.get_or_create(name=name)[0]
        for permission, rows in known.items():
            if permission in TABLE[duty]:
                group.permissions.add(*rows)
            else:
                group.permissions.remove(*rows)


def _rows(names: tuple[str, ...]) -> list[DjangoPermission]:
    wanted = Q(pk=None)
    for name in names:
        app, codename = name.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(DjangoPermission.objects.filter(wanted))
