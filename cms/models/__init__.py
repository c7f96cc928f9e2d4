"""The pages of the site. The tree: one HomePage, below it both indexes and content pages."""

from .contact import ContactPage
from .content import ContentPage
from .frame import SiteFrame
from .home import HomePage
from .mentors import Film, MentorIndexPage, MentorPage
from .sessions import SessionCataloguePage
from .topics import TopicText

__all__ = [
    "ContactPage",
    "ContentPage",
    "Film",
    "HomePage",
    "MentorIndexPage",
    "MentorPage",
    "SessionCataloguePage",
    "SiteFrame",
    "TopicText",
]
