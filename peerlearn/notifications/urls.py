"""Addresses of notifications; API routes answer with and without the trailing slash."""

from django.urls import path, re_path

from .api import ReadView
from .views import notices, read_all

api_urlpatterns = [re_path(r"^notifications/read/?$", ReadView.as_view(), name="api-notices-read")]

urlpatterns = [
    path(
        f"{role}/notifications/{suffix}",
        view,
        {"role": role},
        name=f"{role}-notifications{'-read' if suffix else ''}",
    )
    for role in ("learner", "mentor")
    for suffix, view in (("", notices), ("read/", read_all))
]
