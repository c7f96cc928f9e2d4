"""The blocks an editor makes pages of; their looks are in templates/cms/blocks/.

Migrations name some of them by this path.
"""

from .bodies import ContentBody, HeroVisual, HomeBody
from .cards import MentorCarouselBlock, NextSessionBlock, SessionCarouselBlock, StatisticsBlock
from .choosers import MentorChooserBlock, SessionChooserBlock, topic_choices
from .words import CallToActionBlock, PictureBlock, TestimonialsBlock

__all__ = [
    "CallToActionBlock",
    "ContentBody",
    "HeroVisual",
    "HomeBody",
    "MentorCarouselBlock",
    "MentorChooserBlock",
    "NextSessionBlock",
    "PictureBlock",
    "SessionCarouselBlock",
    "SessionChooserBlock",
    "StatisticsBlock",
    "TestimonialsBlock",
    "topic_choices",
]
