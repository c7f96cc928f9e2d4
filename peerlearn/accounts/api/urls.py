"""API routes of accounts; each answers with and without the trailing slash."""

from django.urls import re_path

from .blocks import BlockList, BlockOne
from .me import MeView
from .password import PasswordResetView
from .people import DeactivateView
from .profile import UserUpdateView
from .session import LoginView, LogoutView, OtpView, RefreshView

urlpatterns = [
    re_path(r"^auth/login/?$", LoginView.as_view(), name="api-login"),
    re_path(r"^auth/otp/?$", OtpView.as_view(), name="api-otp"),
    re_path(r"^auth/refresh/?$", RefreshView.as_view(), name="api-refresh"),
    re_path(r"^auth/logout/?$", LogoutView.as_view(), name="api-logout"),
    re_path(r"^auth/password-reset/?$", PasswordResetView.as_view(), name="api-password-reset"),
    re_path(r"^auth/me/?$", MeView.as_view(), name="api-me"),
    re_path(r"^blocks/?$", BlockList.as_view(), name="api-blocks"),
    re_path(r"^blocks/(?P<pk>\d{1,18})/?$", BlockOne.as_view(), name="api-block"),
    re_path(r"^users/(?P<pk>\d{1,18})/update/?$", UserUpdateView.as_view(), name="api-user-update"),
    re_path(
        r"^users/(?P<pk>\d{1,18})/deactivate/?$",
        DeactivateView.as_view(),
        name="api-user-deactivate",
    ),
]
