"""Addresses of accounts: ours in front, the rest of allauth's flows under /accounts/."""

from allauth.account import views as allauth
from django.urls import path, re_path

from .views.profile import profile, section
from .views.session import home_redirect

login_names = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("reset-password/", allauth.password_reset, name="account_reset_password"),
]

urlpatterns = [
    path("login/", allauth.login, name="login"),
    path("logout/", allauth.logout, name="logout"),
    path("reset-password/", allauth.password_reset, name="reset-password"),
    path("go/", home_redirect, name="home-redirect"),
    path("profile/", profile, name="profile"),
    path("profile/<slug:key>/", section, name="profile-section"),
    *login_names,
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path(
        "accounts/reauthenticate/",
        allauth.reauthenticate,
        name="account_reauthenticate",
    ),
    path(
        "accounts/confirm-email/",
        allauth.email_verification_sent,
        name="account_email_verification_sent",
    ),
    re_path(
        r"^accounts/confirm-email/(?P<key>[-:\w]+)/$",
        allauth.confirm_email,
        name="account_confirm_email",
    ),
    path(
        "reset-password/done/",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^reset-password/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "reset-password/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("accounts/email/", allauth.email, name="account_email"),
    path("accounts/password/", allauth.password_change, name="account_change_password"),
    path("accounts/password/set/", allauth.password_set, name="account_set_password"),
]
