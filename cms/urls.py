"""Addresses of cms that are not pages."""

from django.urls import path, re_path

from . import sitemaps
from .share import views as share
from .views import robots

urlpatterns = [
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
]
