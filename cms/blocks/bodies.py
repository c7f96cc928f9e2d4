"""Which blocks a page may be made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from . import cards, examples, words
from .choosers import MentorChooserBlock
from .images import EditorPicture


class HomeBody(blocks.StreamBlock):
    """What the landing page is made of below its hero."""

    session_carousel = cards.SessionCarouselBlock()
    mentor_carousel = cards.MentorCarouselBlock()
    next_session = cards.NextSessionBlock()
    statistics = cards.StatisticsBlock()
    features = words.FeaturesBlock()
    how_it_works = words.HowItWorksBlock()
    testimonials = words.TestimonialsBlock()
    testimonial = words.QuoteBlock()
    questions = words.QuestionsBlock()
    call_to_action = words.CallToActionBlock()
    text = blocks.RichTextBlock(
        features=words.FULL,
        icon="pilcrow",
        label=_("Text"),
        description=_("Running text with headings, lists and links."),
        help_text=_("Short paragraphs; headings that say what comes."),
        template="cms/blocks/text.html",
        preview_value=examples.TEXT,
    )
    picture = words.PictureBlock()

    class Meta:
        block_counts = {
            "mentor_carousel": {"max_num": 3},
            "session_carousel": {"max_num": 4},
            "next_session": {"max_num": 3},
            "statistics": {"max_num": 1},
            "call_to_action": {"max_num": 2},
        }


class ContentBody(blocks.StreamBlock):
    """What a page of text is made of."""

    text = blocks.RichTextBlock(
        features=words.FULL,
        icon="pilcrow",
        label=_("Text"),
        description=_("Running text with headings, lists and links."),
        help_text=_("Short paragraphs; headings that say what comes."),
        template="cms/blocks/prose.html",
        preview_value=examples.TEXT,
    )
    picture = words.PictureBlock()
    next_session = cards.NextSessionBlock()
    testimonial = words.QuoteBlock()
    questions = words.QuestionsBlock()
    call_to_action = words.CallToActionBlock()

    class Meta:
        block_counts = {"next_session": {"max_num": 6}}


class HeroVisual(blocks.StreamBlock):
    """What stands beside the first words: nothing chosen means two faces by rule."""

    mentors = blocks.ListBlock(
        MentorChooserBlock(),
        min_num=2,
        max_num=2,
        icon="group",
        label=_("Two mentors"),
        help_text=_("Two mentors with a picture of themselves; they stand in the two arcs."),
    )
    picture = EditorPicture(
        label=_("A picture"),
        help_text=_("Upright, 4 to 5. Set its focal point to what must not be cut off."),
    )

    class Meta:
        max_num = 1
        required = False
