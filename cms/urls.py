"""Addresses of cms that are not pages."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from .share import views as share
from .sitemaps import SITEMAPS
from .views import robots

urlpatterns = [
    path("share/session/<int:pk>-<slug:version>.png", share.session, name="share-session"),
    path("share/mentor/<int:pk>-<slug:version>.png", share.mentor, name="share-mentor"),
    path("share/site-<slug:version>.png", share.site, name="share-site"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
