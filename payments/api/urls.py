"""API routes of payments; each answers with and without the trailing slash."""

from django.urls import re_path

from ..webhooks import webhook
from .earnings import CancelPayout, EarningsView, MethodList, PayoutList, RequestView
from .payments import CreateView, HistoryView, VerifyView

urlpatterns = [
    re_path(r"^earnings/?$", EarningsView.as_view(), name="api-earnings"),
    re_path(r"^earnings/payout/?$", RequestView.as_view(), name="api-payout"),
    re_path(r"^earnings/payouts/?$", PayoutList.as_view(), name="api-payouts"),
    re_path(
        r"^earnings/payouts/(?P<pk>\d{1,18})/cancel/?$",
        CancelPayout.as_view(),
        name="api-payout-cancel",
    ),
    re_path(r"^earnings/methods/?$", MethodList.as_view(), name="api-payout-methods"),
    re_path(r"^payments/create/?$", CreateView.as_view(), name="api-payments-create"),
    re_path(r"^payments/verify/?$", VerifyView.as_view(), name="api-payments-verify"),
    re_path(r"^payments/history/?$", HistoryView.as_view(), name="api-payments-history"),
    re_path(r"^payments/webhook/?$", webhook, name="api-payments-webhook"),
]
