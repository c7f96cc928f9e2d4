"""API routes of accounts; each answers with and without the trailing slash."""

from django.urls import re_path

from .session import LoginView

urlpatterns = [re_path(r"^auth/login/?$", LoginView.as_view(), name="api-login")]
