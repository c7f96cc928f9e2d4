"""Requests and offers as JSON. Times are UTC, money is paise."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from peerlearn.common.fields import SlugKey

from .enums import OfferState, RequestState
from .models import Domain, Mentor, Offer, SessionRequest, Skill
from .serializers import Teacher


def teacher(mentor: Mentor) -> dict[str, Any]:
    """Return who teaches: name, page and rating."""
    return {
        "name": mentor.user.name,
        "url": mentor.get_absolute_url(),
        "rating": mentor.rating,
        "reviews": mentor.rating_count,
    }


class OfferOut(serializers.ModelSerializer):
    """A mentor's answer with a time and a price."""

    mentor = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=OfferState.choices)
    booking = serializers.IntegerField(
        source="booking_id", allow_null=True, help_text="The seat, once it is taken."
    )
    pay_until = serializers.SerializerMethodField(help_text="Null unless a seat waits for payment.")

    class Meta:
        model = Offer
        fields = [
            "id", "mentor", "starts_at", "minutes", "price", "message", "state", "expires_at",
            "booking", "pay_until",
        ]  # fmt: skip

    @extend_schema_field(Teacher)
    def get_mentor(self, offer: Offer) -> dict[str, Any]:
        """Return who offers."""
        return teacher(offer.mentor)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_pay_until(self, offer: Offer) -> Any:
        """Return until when the seat is held."""
        return offer.booking.hold_expires_at if offer.booking else None


class RequestOut(serializers.ModelSerializer):
    """What a learner asks for; `offers` are those that stand or are taken, a mentor's own."""

    url = serializers.CharField(source="get_absolute_url")
    learner = serializers.CharField(source="learner.name")
    mentor = serializers.SerializerMethodField(help_text="Null if it is open to all.")
    topic = serializers.CharField(source="domain.slug")
    skills = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    times = serializers.ListField(child=serializers.DateTimeField(), help_text="Proposed starts.")
    state = serializers.ChoiceField(choices=RequestState.choices)
    offers = serializers.SerializerMethodField()

    class Meta:
        model = SessionRequest
        fields = [
            "id", "url", "learner", "mentor", "topic", "skills", "title", "description", "minutes",
            "times", "budget", "state", "reason", "mentors_asked", "created_at", "expires_at",
            "offers",
        ]  # fmt: skip

    @extend_schema_field(Teacher(allow_null=True))
    def get_mentor(self, asked: SessionRequest) -> dict[str, Any] | None:
        """Return who was asked."""
        return teacher(asked.mentor) if asked.mentor else None

    @extend_schema_field(OfferOut(many=True))
    def get_offers(self, asked: SessionRequest) -> list[Any]:
        """Return the live offers that were read with the request."""
        return OfferOut(getattr(asked, "live_offers", []), many=True).data


class RequestIn(serializers.Serializer):
    """A new request; without `mentor` it is open to all who teach the topic."""

    mentor = SlugKey(slug_field="slug", queryset=Mentor.objects.all(), required=False)
    topic = SlugKey(slug_field="slug", queryset=Domain.objects.all())
    skills = SlugKey(slug_field="slug", queryset=Skill.objects.all(), many=True, required=False)
    title = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=2000, allow_blank=True, default="")
    minutes = serializers.IntegerField(default=60)
    times = serializers.ListField(
        child=serializers.DateTimeField(), min_length=1, max_length=5, help_text="One to five."
    )
    budget = serializers.IntegerField(default=0, min_value=0, help_text="Paise; 0 is open.")


class AcceptIn(serializers.Serializer):
    """One of the times asked for; the price is the mentor's hourly one unless given."""

    starts_at = serializers.DateTimeField()
    price = serializers.IntegerField(required=False, min_value=0, help_text="Paise.")
    message = serializers.CharField(max_length=1000, allow_blank=True, default="")


class OfferIn(serializers.Serializer):
    """Another time, length or price."""

    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    price = serializers.IntegerField(min_value=0, help_text="Paise; 0 is free.")
    message = serializers.CharField(max_length=1000, allow_blank=True, default="")


class DeclineIn(serializers.Serializer):
    """Why not; a request to all needs none."""

    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class MessageIn(serializers.Serializer):
    """A line; `mentor` is whom the learner of a request to all writes to."""

    text = serializers.CharField(max_length=1000)
    mentor = SlugKey(slug_field="slug", queryset=Mentor.objects.all(), required=False)


class MessageOut(serializers.Serializer):
    """A stored line."""

    id = serializers.IntegerField()
    author = serializers.CharField(source="author.name")
    text = serializers.CharField()
    created_at = serializers.DateTimeField()
