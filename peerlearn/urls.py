"""Every address of PeerLearn. Django's own come before Wagtail's catch-all."""

from django.conf import settings
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import page
from peerlearn.accounts.views.session import to_login
from peerlearn.common.http import no_such_route
from peerlearn.common.media import media
from peerlearn.notifications import urls as notification_urls
from peerlearn.operations.api_docs import api_docs
from peerlearn.operations.patterns.views import patterns
from peerlearn.operations.views import healthz

api_urlpatterns = [
    path("", include("peerlearn.accounts.api.urls")),
    path("", include(notification_urls.api_urlpatterns)),
    path("", include("payments.api.urls")),
    path("", include("learning.api.urls")),
    path("", include("live.api.urls")),
    re_path(r"^schema/?$", SpectacularAPIView.as_view(), name="api-schema"),
    re_path(r"^docs/?$", api_docs, name="api-docs"),
    re_path(r"", no_such_route, name="api-no-such-route"),
]

handler500 = "peerlearn.common.http.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("api/", include(api_urlpatterns)),
    path("", include("peerlearn.accounts.urls")),
    path("", include("peerlearn.notifications.urls")),
    path("", include("payments.urls")),
    path("", include("learning.urls")),
    path("", include("recommend.urls")),
    path("", include("live.urls")),
    path("", include("cms.urls")),
    # Wagtail's own doors ask for a password only; all logins go through ours.
    path("admin/login/", to_login, name="admin-login"),
    path("_util/login/", to_login, name="private-page-login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("dev/", include("peerlearn.operations.urls")),
    path("patterns/", patterns, name="patterns"),
]

if settings.DEV_TOOLS:
    # A deployment serves uploads from nginx or a bucket.
    urlpatterns.append(re_path(r"^media/(?P<path>.*)$", media))

urlpatterns += [
    re_path(wagtail_urls.serve_pattern, page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
