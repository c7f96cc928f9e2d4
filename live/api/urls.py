"""API routes of live; each answers with and without the trailing slash."""

from django.urls import re_path

from .rooms import EndView, JoinView

urlpatterns = [
    re_path(r"^sessions/(?P<pk>\d{1,18})/join/?$", JoinView.as_view(), name="api-room-join"),
    re_path(r"^sessions/(?P<pk>\d{1,18})/end/?$", EndView.as_view(), name="api-room-end"),
]
