"""Reviews, reports, and what people keep, as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from peerlearn.common.fields import IdField

from .enums import ReportOutcome, ReportReason
from .models import Follow, Report, Review, SavedSession
from .models.review import SCORES
from .serializers import SessionOut
from .services.reports import MOST_WORDS
from .services.reviews import MAX_COMMENT, MAX_REPLY


class Scores(serializers.Serializer):
    """Parts of a rating, 1 to 5; each may be left out."""

    clarity = serializers.IntegerField(required=False, allow_null=True)
    preparation = serializers.IntegerField(required=False, allow_null=True)
    listening = serializers.IntegerField(required=False, allow_null=True)


class FeedbackIn(serializers.Serializer):
    """Stars and words for a booking."""

    booking = IdField()
    rating = serializers.IntegerField(help_text="1 to 5.")
    comment = serializers.CharField(allow_blank=True, default="", max_length=MAX_COMMENT)
    scores = Scores(required=False)


class FeedbackChange(serializers.Serializer):
    """What shall read otherwise; what is left out stays."""

    rating = serializers.IntegerField(required=False, help_text="1 to 5.")
    comment = serializers.CharField(allow_blank=True, required=False, max_length=MAX_COMMENT)
    scores = Scores(required=False)


class FeedbackOut(serializers.Serializer):
    """A stored review."""

    review = serializers.IntegerField()
    rating = serializers.IntegerField()


class ReviewOut(serializers.ModelSerializer):
    """A review as anybody may read it."""

    by = serializers.CharField(source="learner.short_name")
    title = serializers.CharField(source="session.title")
    scores = serializers.SerializerMethodField()
    reply = serializers.CharField(source="shown_reply")

    class Meta:
        model = Review
        fields = [
            "id", "mentor", "session", "title", "by", "rating", "scores", "comment",
            "created_at", "edited_at", "reply", "replied_at",
        ]  # fmt: skip

    @extend_schema_field(Scores)
    def get_scores(self, review: Review) -> dict[str, Any]:
        """Return the parts, null where nothing was said."""
        return {name: getattr(review, name) for name in SCORES}


class ReplyIn(serializers.Serializer):
    """A mentor's answer; an empty one takes the earlier one away."""

    reply = serializers.CharField(allow_blank=True, max_length=MAX_REPLY)


class WhyIn(serializers.Serializer):
    """What is wrong."""

    reason = serializers.ChoiceField(choices=ReportReason.choices)
    words = serializers.CharField(allow_blank=True, default="", max_length=MOST_WORDS)


class ReportIn(WhyIn):
    """What is wrong with which thing."""

    kind = serializers.CharField(
        max_length=12, help_text="person, session, review, reply, request, message or chat."
    )
    ref = IdField(help_text="The thing's id.")


class ReportOut(serializers.ModelSerializer):
    """A report of one's own, and whether we acted."""

    decided = serializers.SerializerMethodField()
    acted = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields = ["id", "kind", "ref", "title", "reason", "words", "created_at", "decided", "acted"]

    @extend_schema_field(bool)
    def get_decided(self, report: Report) -> bool:
        """Tell whether somebody of ours looked at it."""
        return report.outcome != ReportOutcome.OPEN

    @extend_schema_field(bool)
    def get_acted(self, report: Report) -> bool:
        """Tell whether anything followed; what, is between us and the other."""
        return report.outcome not in (ReportOutcome.OPEN, ReportOutcome.DISMISSED)


class SavedIn(serializers.Serializer):
    """Which session to keep."""

    session = IdField()


class SavedOut(serializers.ModelSerializer):
    """A session somebody keeps."""

    session = SessionOut()

    class Meta:
        model = SavedSession
        fields = ["session", "created_at"]


class FollowIn(serializers.Serializer):
    """Which mentor to follow."""

    mentor = IdField()


class FollowOut(serializers.ModelSerializer):
    """A mentor somebody follows."""

    name = serializers.CharField(source="mentor.user.name")
    url = serializers.CharField(source="mentor.get_absolute_url")

    class Meta:
        model = Follow
        fields = ["mentor", "name", "url", "created_at"]
