"""Earnings and payouts as JSON: amounts in paise, accounts masked."""

from rest_framework import serializers

from peerlearn.common.fields import IdField, PaiseField

from .models import Payout, PayoutMethod


class EarningsOut(serializers.Serializer):
    """What somebody earned and where it is by now; paise."""

    pending = serializers.IntegerField(help_text="Not available yet: the complaint window runs.")
    available = serializers.IntegerField(help_text="May be paid out.")
    reserved = serializers.IntegerField(help_text="Set aside for the payout under way.")
    paid = serializers.IntegerField(help_text="Paid out so far.")
    owed = serializers.IntegerField(help_text="Went back to learners after it was paid out.")
    next_at = serializers.DateTimeField(
        allow_null=True, help_text="When the next part of what is pending becomes available."
    )
    next_sum = serializers.IntegerField(help_text="That part.")
    least = serializers.IntegerField(help_text="The smallest payout that may be asked for now.")


class PayoutOut(serializers.ModelSerializer):
    """One payout."""

    reference = serializers.CharField(help_text="What people call it by.")

    class Meta:
        model = Payout
        fields = [
            "id", "reference", "amount", "destination", "state", "utr", "why", "requested_at",
            "approved_at", "processed_at", "returned_at",
        ]  # fmt: skip


class PayoutIn(serializers.Serializer):
    """Where to, and how much; without an amount all that is available."""

    method = IdField()
    amount = PaiseField(min_value=1, max_value=2**53, required=False, help_text="Paise.")


class MethodOut(serializers.ModelSerializer):
    """Where one can be paid to, as far as it is shown to anybody."""

    usable = serializers.SerializerMethodField(help_text="Verified, and not too new.")

    class Meta:
        model = PayoutMethod
        fields = [
            "id", "kind", "masked", "holder", "ifsc", "state", "why", "usable", "usable_from",
            "created_at",
        ]  # fmt: skip

    def get_usable(self, method: PayoutMethod) -> bool:
        """Tell whether a payout may go there now."""
        return method.state == "verified" and not method.cools_off
