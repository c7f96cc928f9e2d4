"""Pages about earning, and being paid out."""

from django.urls import path

from payments.payout_enums import MethodKind

from .views import earnings, money_steps, payout_methods, payouts

METHODS = "mentor/earnings/methods/"

urlpatterns = [
    path("mentor/earnings/", earnings.earnings, name="mentor-earnings"),
    path("mentor/earnings/earnings.csv", earnings.export, name="mentor-earnings-csv"),
    path("mentor/earnings/orders/<int:pk>/", money_steps.earning, name="mentor-earning"),
    path("mentor/earnings/payout/", payouts.payout, name="payout-new"),
    path("mentor/earnings/payouts/<int:pk>/cancel/", payouts.cancel, name="payout-cancel"),
    path(METHODS, payout_methods.methods, name="payout-methods"),
    path(f"{METHODS}bank/", payout_methods.add, {"kind": MethodKind.BANK}, "payout-method-bank"),
    path(f"{METHODS}upi/", payout_methods.add, {"kind": MethodKind.UPI}, "payout-method-upi"),
    path(f"{METHODS}<int:pk>/", payout_methods.change, name="payout-method"),
    path(f"{METHODS}<int:pk>/remove/", payout_methods.remove, name="payout-method-remove"),
]
