"""Dev-only pages."""

from django.urls import path

from .views import inbox, logins

urlpatterns = [
    path("inbox/", inbox, name="dev-inbox"),
    path("logins/", logins, name="dev-logins"),
]
