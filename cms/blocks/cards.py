"""Live blocks: cards of sessions and mentors, the next session, figures. Read on every visit."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ..screens import live_blocks
from .choosers import MentorChooserBlock, SessionChooserBlock, TopicBlock
from .words import title

MOST_CARDS = 12


class LiveValue(blocks.StructValue):
    """What an editor set, and what a visit finds for it (`found`, None until looked for)."""

    found: Any = None
    # The id its heading gets: carousels of one page must not share one.
    anchor = "live"


class LiveBlock(blocks.StructBlock):
    """A block filled on each visit: by its page, with all others of the page; else by itself."""

    # Which field has to be filled in for which choice of the rule.
    NEEDS: dict[str, str] = {}
    RULE = "rule"

    class Meta:
        value_class = LiveValue

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """Add what was found."""
        if value.found is None:
            live_blocks.fill([value])
        return super().get_context(value, parent_context=parent_context) | {"found": value.found}

    def clean(self, value: Any) -> Any:
        """Ask for what the chosen rule needs."""
        cleaned = super().clean(value)
        needed = self.NEEDS.get(cleaned[self.RULE])
        if needed and not cleaned[needed]:
            label = self.child_blocks[needed].label
            words = _("This choice needs “%(field)s”: pick one.") % {"field": label}
            raise StructBlockValidationError({needed: ValidationError(words)})
        return cleaned


def _topic() -> TopicBlock:
    return TopicBlock(required=False, help_text=_("For “Of one topic” only."))


def _limit() -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        min_value=1, max_value=MOST_CARDS, default=6, help_text=_("At most so many cards.")
    )


class MentorCarouselBlock(LiveBlock):
    """A row of mentors, by rule or hand-picked."""

    NEEDS = {"topic": "topic", "hand": "mentors"}

    title = title()
    rule = blocks.ChoiceBlock(
        choices=[
            ("top", _("Top rated")),
            ("newest", _("New mentors")),
            ("topic", _("Of one topic")),
            ("hand", _("Picked by hand")),
        ],
        default="top",
        help_text=_("Who is shown. All but the last keep themselves up to date."),
    )
    topic = _topic()
    mentors = blocks.ListBlock(
        MentorChooserBlock(),
        default=[],
        required=False,
        max_num=MOST_CARDS,
        help_text=_("For “Picked by hand” only. Who leaves PeerLearn leaves the row."),
    )
    limit = _limit()

    class Meta:
        icon = "group"
        label = _("Mentor carousel")
        description = _("A row of mentors to swipe through.")
        template = "cms/blocks/mentor_carousel.html"
        preview_value = {"title": _("Featured mentors"), "rule": "top", "limit": 3}


class SessionCarouselBlock(LiveBlock):
    """A row of sessions, by rule or hand-picked."""

    NEEDS = {"topic": "topic", "hand": "sessions"}

    title = title()
    rule = blocks.ChoiceBlock(
        choices=[
            ("soon", _("Starting in the next 24 hours")),
            ("trending", _("Trending")),
            ("free", _("Free ones")),
            ("topic", _("Of one topic")),
            ("hand", _("Picked by hand")),
        ],
        default="soon",
        help_text=_("What is shown. All but the last keep themselves up to date."),
    )
    topic = _topic()
    sessions = blocks.ListBlock(
        SessionChooserBlock(),
        default=[],
        required=False,
        max_num=MOST_CARDS,
        help_text=_("For “Picked by hand” only. A session leaves the row when it is over."),
    )
    limit = _limit()

    class Meta:
        icon = "date"
        label = _("Session carousel")
        description = _("A row of sessions to swipe through, with seats and prices as they are.")
        template = "cms/blocks/session_carousel.html"
        preview_value = {"title": _("In demand this week"), "rule": "trending", "limit": 3}


class NextSessionBlock(LiveBlock):
    """One session with its start and the seats left, counting as people book."""

    RULE = "source"
    NEEDS = {"session": "session", "topic": "topic", "mentor": "mentor"}

    source = blocks.ChoiceBlock(
        choices=[
            ("any", _("The next one of all")),
            ("topic", _("The next one of a topic")),
            ("mentor", _("The next one of a mentor")),
            ("session", _("This one session")),
        ],
        default="any",
        help_text=_("Which session is shown. “The next one” always has a seat left."),
    )
    topic = TopicBlock(required=False, help_text=_("For “of a topic” only."))
    mentor = MentorChooserBlock(required=False, help_text=_("For “of a mentor” only."))
    session = SessionChooserBlock(required=False, help_text=_("For “this one session” only."))
    look = blocks.ChoiceBlock(
        choices=[("card", _("A card with picture")), ("line", _("One line: start and seats left"))],
        default="card",
        help_text=_("How much room it takes."),
    )
    otherwise = blocks.CharBlock(
        max_length=160,
        required=False,
        help_text=_("Shown while there is no such session. Empty: nothing is shown then."),
    )

    class Meta:
        icon = "time"
        label = _("Next session")
        label_format = "{source}"
        description = _("The next start and the seats left, live inside your text.")
        template = "cms/blocks/next_session.html"
        preview_value = {"source": "any", "look": "card", "otherwise": ""}


class StatisticsBlock(LiveBlock):
    """Numbers that are counted, not written."""

    title = title()
    rule = blocks.MultipleChoiceBlock(
        choices=[
            ("mentors", _("Mentors")),
            ("sessions", _("Sessions in the next 7 days")),
            ("languages", _("Languages of these sessions")),
            ("taught", _("Sessions taught so far")),
            ("rating", _("Average rating of mentors")),
        ],
        default=["mentors", "sessions", "languages"],
        label=_("Figures"),
        help_text=_("They are counted at each visit; a zero is left out."),
    )

    class Meta:
        icon = "table"
        label = _("Figures")
        description = _("How many mentors, sessions, languages there are, counted.")
        template = "cms/blocks/statistics.html"
        preview_value = {"title": _("PeerLearn today"), "rule": ["mentors", "sessions"]}

    def clean(self, value: Any) -> Any:
        """Any choice is complete."""
        return super(LiveBlock, self).clean(value)
