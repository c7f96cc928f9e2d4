"""API routes of learning; each answers with and without the trailing slash."""

from django.urls import re_path

from .bookings import BookSessionView, BookView
from .onboarding import RegisterView
from .reviews import FeedbackView
from .search import MissedView, SuggestionsView
from .sessions import ReadyView, SessionList, SessionShow

urlpatterns = [
    re_path(r"^auth/register/?$", RegisterView.as_view(), name="api-register"),
    re_path(r"^sessions/?$", SessionList.as_view(), name="api-sessions"),
    re_path(r"^sessions/(?P<pk>\d{1,18})/?$", SessionShow.as_view(), name="api-session"),
    re_path(r"^sessions/(?P<pk>\d{1,18})/book/?$", BookSessionView.as_view(), name="api-book"),
    re_path(r"^sessions/(?P<pk>\d{1,18})/ready/?$", ReadyView.as_view(), name="api-ready"),
    re_path(r"^search/suggestions/?$", SuggestionsView.as_view(), name="api-search-suggestions"),
    re_path(r"^search/missed/?$", MissedView.as_view(), name="api-search-missed"),
    re_path(r"^bookings/create/?$", BookView.as_view(), name="api-bookings-create"),
    re_path(r"^feedback/create/?$", FeedbackView.as_view(), name="api-feedback-create"),
]
