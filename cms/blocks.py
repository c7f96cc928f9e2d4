"""The blocks an editor may put on the landing page; their looks are in templates/cms/blocks/."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from .choosers import mentor_chooser, session_chooser
from .screens import landing

MOST_CARDS = 12

MentorChooserBlock = mentor_chooser.get_block_class(
    name="MentorChooserBlock", module_path="cms.blocks"
)
SessionChooserBlock = session_chooser.get_block_class(
    name="SessionChooserBlock", module_path="cms.blocks"
)


class MentorCarouselBlock(blocks.StructBlock):
    """A row of mentors, by rule or hand-picked."""

    title = blocks.CharBlock(max_length=80)
    rule = blocks.ChoiceBlock(
        choices=[("top", "Top rated"), ("newest", "Newest"), ("hand", "Picked by hand")],
        default="top",
    )
    mentors = blocks.ListBlock(MentorChooserBlock(), default=[], required=False)
    limit = blocks.IntegerBlock(min_value=1, max_value=MOST_CARDS, default=8)

    class Meta:
        icon = "group"
        template = "cms/blocks/mentor_carousel.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """Add the cards."""
        context = super().get_context(value, parent_context=parent_context)
        picked = value["mentors"] if value["rule"] == "hand" else ()
        context["cards"] = landing.mentor_cards(value["rule"], picked, value["limit"] or 8)
        return context


class SessionCarouselBlock(blocks.StructBlock):
    """A row of sessions, by rule or hand-picked."""

    title = blocks.CharBlock(max_length=80)
    rule = blocks.ChoiceBlock(
        choices=[
            ("soon", "Starting in the next 24 hours"),
            ("trending", "Trending"),
            ("topic", "Of one topic"),
            ("hand", "Picked by hand"),
        ],
        default="soon",
    )
    topic = blocks.CharBlock(
        required=False, max_length=60, help_text="Slug of the topic, for the rule of that name."
    )
    sessions = blocks.ListBlock(SessionChooserBlock(), default=[], required=False)
    limit = blocks.IntegerBlock(min_value=1, max_value=MOST_CARDS, default=8)

    class Meta:
        icon = "date"
        template = "cms/blocks/session_carousel.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """Add the cards."""
        context = super().get_context(value, parent_context=parent_context)
        rule, topic = value["rule"], value["topic"] or ""
        picked = value["sessions"] if rule == "hand" else ()
        context["cards"] = landing.session_cards(rule, picked, topic, value["limit"] or 8)
        context["more_url"] = f"/sessions/topic/{topic}/" if rule == "topic" else "/sessions/"
        return context


class FeatureBlock(blocks.StructBlock):
    """One thing that makes the product what it is."""

    icon = blocks.ChoiceBlock(
        choices=[
            ("users", "People"),
            ("video", "Video"),
            ("messages-square", "Conversation"),
            ("calendar-clock", "Calendar"),
            ("wallet", "Money"),
        ],
        default="users",
    )
    title = blocks.CharBlock(max_length=60)
    text = blocks.TextBlock(max_length=300)


class FeaturesBlock(blocks.StructBlock):
    """Two or more features."""

    title = blocks.CharBlock(max_length=80)
    items = blocks.ListBlock(FeatureBlock())

    class Meta:
        icon = "pick"
        template = "cms/blocks/features.html"


class StepBlock(blocks.StructBlock):
    """One point on the line of time."""

    when = blocks.CharBlock(max_length=40)
    title = blocks.CharBlock(max_length=60)
    text = blocks.TextBlock(max_length=300)


class HowItWorksBlock(blocks.StructBlock):
    """From tonight to next month, as one line."""

    title = blocks.CharBlock(max_length=80)
    steps = blocks.ListBlock(StepBlock())

    class Meta:
        icon = "list-ol"
        template = "cms/blocks/how_it_works.html"


class CallToActionBlock(blocks.StructBlock):
    """A call with one button."""

    title = blocks.CharBlock(max_length=80)
    text = blocks.TextBlock(max_length=300, required=False)
    label = blocks.CharBlock(max_length=40)
    url = blocks.CharBlock(max_length=200, help_text="An address of this site, such as /register/.")

    class Meta:
        icon = "link-external"
        template = "cms/blocks/call.html"

    def clean(self, value: Any) -> Any:
        """Keep buttons on this site."""
        cleaned = super().clean(value)
        if not cleaned["url"].startswith("/") or cleaned["url"].startswith("//"):
            raise StructBlockValidationError({"url": ValidationError("Start with a /.")})
        return cleaned


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.CharBlock(max_length=120)
    answer = blocks.RichTextBlock(features=["bold", "italic", "link", "ul"])


class QuestionsBlock(blocks.StructBlock):
    """Questions people ask."""

    title = blocks.CharBlock(max_length=80)
    items = blocks.ListBlock(QuestionBlock())

    class Meta:
        icon = "help"
        template = "cms/blocks/questions.html"


class TestimonialBlock(blocks.StructBlock):
    """What somebody said, with a number that holds."""

    quote = blocks.TextBlock(max_length=400)
    name = blocks.CharBlock(max_length=80)
    role = blocks.CharBlock(max_length=120, required=False)
    figure = blocks.CharBlock(max_length=60, required=False)

    class Meta:
        icon = "openquote"
        template = "cms/blocks/testimonial.html"


class HomeBody(blocks.StreamBlock):
    """What the landing page is made of below its hero."""

    session_carousel = SessionCarouselBlock()
    mentor_carousel = MentorCarouselBlock()
    features = FeaturesBlock()
    how_it_works = HowItWorksBlock()
    text = blocks.RichTextBlock(
        features=["h2", "h3", "bold", "italic", "link", "ul", "ol"],
        template="cms/blocks/text.html",
    )
    call_to_action = CallToActionBlock()
    questions = QuestionsBlock()
    testimonial = TestimonialBlock()

    class Meta:
        block_counts = {"mentor_carousel": {"max_num": 3}, "session_carousel": {"max_num": 4}}
