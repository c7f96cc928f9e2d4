"""Blocks of words and pictures that editors write."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ..links import check_path
from . import examples
from .images import EditorPicture

PLAIN = ["bold", "italic", "link", "ul"]
FULL = ["h2", "h3", "bold", "italic", "link", "ul", "ol"]
MOST_ITEMS = 12
SECTION_TITLE = _("The heading of this part of the page.")


def title(**options: Any) -> blocks.CharBlock:
    """Return the heading every part of a page has."""
    return blocks.CharBlock(max_length=80, help_text=SECTION_TITLE, **options)


class FeatureBlock(blocks.StructBlock):
    """One thing that makes the product what it is."""

    icon = blocks.ChoiceBlock(
        choices=[
            ("users", _("People")),
            ("video", _("Video")),
            ("messages-square", _("Conversation")),
            ("calendar-clock", _("Calendar")),
            ("wallet", _("Money")),
        ],
        default="users",
        help_text=_("The drawing above the words."),
    )
    title = blocks.CharBlock(max_length=60, help_text=_("Two to five words."))
    text = blocks.TextBlock(max_length=300, help_text=_("One to three sentences."))


class FeaturesBlock(blocks.StructBlock):
    """Two or more features."""

    title = title()
    items = blocks.ListBlock(
        FeatureBlock(), min_num=1, max_num=6, help_text=_("Two to four read best.")
    )

    class Meta:
        icon = "pick"
        label = _("Features")
        description = _("What people get here, each with a drawing.")
        template = "cms/blocks/features.html"
        preview_value = examples.FEATURES


class StepBlock(blocks.StructBlock):
    """One point on the line of time."""

    when = blocks.CharBlock(max_length=40, help_text=_("When it happens, such as “Tonight”."))
    title = blocks.CharBlock(max_length=60, help_text=_("What happens, in a word or three."))
    text = blocks.TextBlock(max_length=300, help_text=_("One or two sentences."))


class HowItWorksBlock(blocks.StructBlock):
    """From tonight to next month, as one line."""

    title = title()
    steps = blocks.ListBlock(
        StepBlock(), min_num=2, max_num=6, help_text=_("In the order they happen.")
    )

    class Meta:
        icon = "list-ol"
        label = _("How it works")
        description = _("Steps on a line of time.")
        template = "cms/blocks/how_it_works.html"
        preview_value = examples.STEPS


class CallToActionBlock(blocks.StructBlock):
    """A call with one button."""

    title = title()
    text = blocks.TextBlock(
        max_length=300, required=False, help_text=_("One or two sentences above the button.")
    )
    label = blocks.CharBlock(
        max_length=40, help_text=_("What the button does, as a verb: “Become a mentor”.")
    )
    url = blocks.CharBlock(
        max_length=200, help_text=_("An address of this site, such as /register/.")
    )

    class Meta:
        icon = "link-external"
        label = _("Call to action")
        description = _("A coloured box with one button. One a page is enough.")
        template = "cms/blocks/call.html"
        preview_value = examples.CALL

    def clean(self, value: Any) -> Any:
        """Keep buttons on this site."""
        cleaned = super().clean(value)
        try:
            check_path(cleaned["url"])
        except ValidationError as error:
            raise StructBlockValidationError({"url": error}) from error
        return cleaned


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.CharBlock(max_length=120, help_text=_("As a visitor would ask it."))
    answer = blocks.RichTextBlock(
        features=PLAIN, help_text=_("The answer first, the reasons after it.")
    )


class QuestionsBlock(blocks.StructBlock):
    """Questions people ask."""

    title = title()
    items = blocks.ListBlock(
        QuestionBlock(),
        min_num=1,
        max_num=20,
        help_text=_("Search engines are told of them, too."),
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Questions that open when somebody presses them.")
        template = "cms/blocks/questions.html"
        preview_value = examples.QUESTIONS


class QuoteBlock(blocks.StructBlock):
    """What somebody said, with a number that holds."""

    quote = blocks.TextBlock(
        max_length=400, help_text=_("Their own words, shortened at most. Without quotation marks.")
    )
    name = blocks.CharBlock(max_length=80, help_text=_("Whose words they are."))
    role = blocks.CharBlock(
        max_length=120, required=False, help_text=_("Who that is: “nurse in Pune”.")
    )
    figure = blocks.CharBlock(
        max_length=60,
        required=False,
        help_text=_("A true number from their story: “9 hours”. It stands large above."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("One person's words, large.")
        template = "cms/blocks/testimonial.html"
        preview_value = examples.QUOTE


class TestimonialBlock(QuoteBlock):
    """One of several voices."""

    portrait = EditorPicture(
        required=False,
        help_text=_("Their face, with their leave. It is shown as a small circle."),
    )
    rating = blocks.IntegerBlock(
        required=False,
        min_value=1,
        max_value=5,
        help_text=_("The stars they gave, 1 to 5. Leave it empty if they gave none."),
    )


class TestimonialsBlock(blocks.StructBlock):
    """What several people said."""

    title = title()
    items = blocks.ListBlock(
        TestimonialBlock(), min_num=1, max_num=6, help_text=_("Three are a good number.")
    )

    class Meta:
        icon = "group"
        label = _("Testimonials")
        description = _("What learners said, side by side, with portrait and stars.")
        template = "cms/blocks/testimonials.html"
        preview_value = examples.TESTIMONIALS


class PictureBlock(blocks.StructBlock):
    """A picture with its caption."""

    picture = EditorPicture(
        help_text=_("Say in the alt text what is to be seen, or tick that it only decorates.")
    )
    caption = blocks.CharBlock(
        max_length=200, required=False, help_text=_("A line below the picture.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture across the column, with a caption.")
        template = "cms/blocks/picture.html"
