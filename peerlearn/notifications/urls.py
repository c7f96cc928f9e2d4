"""API routes of notifications; each answers with and without the trailing slash."""

from django.urls import re_path

from .api import ReadView

urlpatterns = [re_path(r"^notifications/read/?$", ReadView.as_view(), name="api-notices-read")]
