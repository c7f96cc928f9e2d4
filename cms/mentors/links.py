"""The page's line in a mentor's profile."""

from django.utils.translation import gettext_lazy as _

from learning.profile import is_mentor
from peerlearn.accounts.sections import Link

MENTOR_LINK = Link(
    key="mentor-page",
    title=_("Public page"),
    blurb=_("Headline, biography, portrait, film; where your page stands"),
    icon="pencil",
    order=28,
    url_name="mentor-profile",
    applies=is_mentor,
)
