"""Where a link of an editor may lead: addresses of this site."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# One slash, then anything a browser keeps on this site; browsers read a backslash as a slash and
# drop tabs and line ends.
PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f]*")


def check_path(value: str) -> None:
    """Raise ValidationError unless `value` is a path of this site: /sessions/?price=free."""
    if not PATH.fullmatch(value):
        raise ValidationError(
            _("Start with one slash: /sessions/ is an address of this site."), code="not_a_path"
        )


def check_web_address(value: str) -> None:
    """Raise ValidationError unless `value` is an https address, for pages of ours elsewhere."""
    if not re.fullmatch(
        r"https://[\w.-]+\.[a-z]{2,}(?:[/?#][^\s\\\"<>]*)?", value, re.ASCII | re.I
    ):
        raise ValidationError(_("Write the whole address, with https://."), code="not_https")
