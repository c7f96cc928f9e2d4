"""Money as JSON: amounts in paise."""

from rest_framework import serializers

from peerlearn.common.fields import IdField, PaiseField

from .enums import GIFT_AMOUNTS
from .models import Order
from .models.gift import MESSAGE_LENGTH

OUTCOMES = ["confirmed", "processing", "failed", "refunded"]


class Payer(serializers.Serializer):
    """What checkout fills in for who pays."""

    name = serializers.CharField()
    email = serializers.EmailField()


class Checkout(serializers.Serializer):
    """What the gateway's checkout is opened with; nothing of it is secret."""

    checkout_js = serializers.CharField(help_text="The script that opens the checkout.")
    verify_url = serializers.CharField(help_text="Where what it brings back is sent.")
    key = serializers.CharField()
    order = serializers.IntegerField()
    order_id = serializers.CharField(help_text="The gateway's name of the order.")
    amount = serializers.IntegerField(help_text="Paise.")
    currency = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    prefill = Payer()
    timeout = serializers.IntegerField(help_text="Seconds left to pay.")


class OrderOut(serializers.ModelSerializer):
    """One line of the history; amounts in paise."""

    outcome = serializers.CharField(source="fulfil_state", help_text="What became of it.")

    class Meta:
        model = Order
        fields = [
            "id", "receipt", "description", "purpose", "amount", "currency", "state",
            "outcome", "created_at", "paid_at",
        ]  # fmt: skip


class CreateIn(serializers.Serializer):
    """Which of one's own orders; an amount sent along is ignored, the order's counts."""

    order = IdField()


class CreateOut(serializers.Serializer):
    """An open order and the checkout for it."""

    order = serializers.IntegerField()
    checkout = Checkout()


class VerifyIn(serializers.Serializer):
    """The three fields checkout hands to the browser."""

    razorpay_order_id = serializers.CharField(max_length=40)
    razorpay_payment_id = serializers.CharField(max_length=40)
    razorpay_signature = serializers.CharField(max_length=128)


class VerifyOut(serializers.Serializer):
    """How a payment stands."""

    order = serializers.IntegerField()
    state = serializers.ChoiceField(choices=OUTCOMES)


class GivenIn(serializers.Serializer):
    """How much is given on top, and a line with it."""

    amount = PaiseField(help_text="Paise: one of " + ", ".join(map(str, GIFT_AMOUNTS)) + ".")
    message = serializers.CharField(
        max_length=MESSAGE_LENGTH, required=False, allow_blank=True, default=""
    )
