"""Addresses of accounts: ours in front, the rest of allauth's flows under /accounts/."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from .step_up import step_up_required
from .views import address, google, two_factor
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
    path("profile/", include("peerlearn.accounts.profile_urls")),
    path("login/code/", two_factor.login_code, name="login-code"),
    path("two-factor/", two_factor.overview, name="two-factor"),
    path("two-factor/setup/", two_factor.setup, name="two-factor-setup"),
    path("two-factor/secret/", two_factor.another_secret, name="two-factor-secret"),
    path("two-factor/verify/", two_factor.verify, name="two-factor-verify"),
    path("two-factor/codes/", two_factor.new_codes, name="two-factor-codes"),
    path("two-factor/off/", two_factor.turn_off, name="two-factor-off"),
    *login_names,
    path("accounts/google/login/", google.login, name="google_login"),
    path("accounts/google/login/callback/", google.callback, name="google_callback"),
    path("accounts/google/cancelled/", google.cancelled, name="socialaccount_login_cancelled"),
    path("accounts/google/unconfirmed/", google.not_confirmed, name="socialaccount_signup"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path(
        "accounts/reauthenticate/",
        two_factor.confirm_identity,
        name="account_reauthenticate",
    ),
    path(
        "accounts/confirm-email/",
        address.resend,
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
    path("accounts/email/", address.change, name="account_email"),
    path("accounts/email/change/<str:token>/", address.agree, name="email-change"),
    path(
        "accounts/password/",
        step_up_required(allauth.password_change),
        name="account_change_password",
    ),
    path(
        "accounts/password/set/",
        step_up_required(allauth.password_set),
        name="account_set_password",
    ),
]
