"""API routes of live; each answers with and without the trailing slash."""

from django.urls import re_path

from . import checks, gifts, slides
from .files import FilesView
from .recordings import ChunkView
from .rooms import EndView, JoinView

urlpatterns = [
    re_path(r"^sessions/(?P<pk>\d{1,18})/join/?$", JoinView.as_view(), name="api-room-join"),
    re_path(r"^sessions/(?P<pk>\d{1,18})/end/?$", EndView.as_view(), name="api-room-end"),
    re_path(r"^sessions/(?P<pk>\d{1,18})/files/?$", FilesView.as_view(), name="api-room-files"),
    re_path(
        r"^sessions/(?P<pk>\d{1,18})/slides/?$", slides.SlidesView.as_view(), name="api-slides"
    ),
    re_path(
        r"^sessions/(?P<pk>\d{1,18})/slides/(?P<deck>\d{1,18})/?$",
        slides.DeckView.as_view(),
        name="api-deck",
    ),
    re_path(
        r"^recordings/(?P<pk>\d{1,18})/parts/(?P<part>\d{1,4})/chunks/(?P<number>\d{1,6})/?$",
        ChunkView.as_view(),
        name="api-recording-chunk",
    ),
    re_path(
        r"^sessions/(?P<pk>\d{1,18})/check/?$", checks.CheckView.as_view(), name="api-room-check"
    ),
    re_path(
        r"^sessions/(?P<pk>\d{1,18})/check/data/?$",
        checks.MeasureView.as_view(),
        name="api-room-check-data",
    ),
    re_path(r"^gift/create/?$", gifts.CreateView.as_view(), name="api-gift-create"),
    re_path(r"^gift/verify/?$", gifts.VerifyView.as_view(), name="api-gift-verify"),
]
