"""Keeping old addresses alive: each leads straight to where the page is, never on, never round."""

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect


@transaction.atomic
def keep_address(*, old: str, new: str) -> None:
    """Note that what lived at the path `old` lives at `new` (both with slashes).

    Addresses that led to `old` lead to `new` at once, and `new` itself leads nowhere.
    """
    free_address(path=new)
    Redirect.objects.filter(redirect_link=old).update(redirect_link=new)
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old),
        site=None,
        defaults={
            "redirect_link": new,
            "redirect_page": None,
            "is_permanent": True,
            "automatically_created": True,
        },
    )


@transaction.atomic
def free_address(*, path: str) -> None:
    """Forget what led away from an address: a page lives there now."""
    Redirect.objects.filter(old_path=Redirect.normalise_path(path)).delete()
