"""The pages of the site. The tree: one HomePage, below it both indexes and content pages."""

from .content import ContentPage
from .frame import SiteFrame
from .home import HomePage
from .mentors import MentorIndexPage, MentorPage
from .sessions import SessionCataloguePage

__all__ = [
    "ContentPage",
    "HomePage",
    "MentorIndexPage",
    "MentorPage",
    "SessionCataloguePage",
    "SiteFrame",
]
