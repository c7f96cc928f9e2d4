"""Addresses of cms that are not pages."""

from django.urls import path, re_path

from . import feeds, sitemaps
from .mentors import views as mentors
from .share import views as share
from .views import robots

FILE = r"(?P<file>feed\.xml|calendar\.ics)"

urlpatterns = [
    re_path(rf"^sessions/{FILE}$", feeds.everything, name="feed"),
    re_path(rf"^sessions/topic/(?P<slug>[-\w]+)/{FILE}$", feeds.topic, name="feed-topic"),
    re_path(rf"^mentors/(?P<slug>[-\w]+)/{FILE}$", feeds.mentor, name="feed-mentor"),
    path("calendar/session-<int:pk>.ics", feeds.one_session, name="calendar-session"),
    path("share/session/<int:pk>-<slug:version>.png", share.session, name="share-session"),
    path("share/mentor/<int:pk>-<slug:version>.png", share.mentor, name="share-mentor"),
    path("share/site-<slug:version>.png", share.site, name="share-site"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(
        r"^sitemap-(?P<name>pages|topics|sessions|mentors)-(?P<number>\d{1,9})\.xml$",
        sitemaps.section,
        name="sitemap-section",
    ),
    path("mentor/profile/", mentors.profile, name="mentor-profile"),
    path("mentor/profile/preview/", mentors.preview, name="mentor-profile-preview"),
    path("mentor/profile/submit/", mentors.submit, name="mentor-profile-submit"),
    path("mentor/profile/take-back/", mentors.take_back, name="mentor-profile-take-back"),
]
