"""API routes of payments; each answers with and without the trailing slash."""

from django.urls import re_path

from ..webhooks import webhook
from .payments import CreateView, HistoryView, VerifyView

urlpatterns = [
    re_path(r"^payments/create/?$", CreateView.as_view(), name="api-payments-create"),
    re_path(r"^payments/verify/?$", VerifyView.as_view(), name="api-payments-verify"),
    re_path(r"^payments/history/?$", HistoryView.as_view(), name="api-payments-history"),
    re_path(r"^payments/webhook/?$", webhook, name="api-payments-webhook"),
]
