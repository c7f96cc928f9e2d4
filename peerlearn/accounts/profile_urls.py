"""Addresses of the profile."""

from django.urls import path

from .views import blocks, devices, privacy, profile

urlpatterns = [
    path("", profile.profile, name="profile"),
    path("devices/", devices.devices, name="profile-devices"),
    path("devices/out/", devices.sign_out_elsewhere, name="profile-devices-out"),
    path("devices/<int:pk>/out/", devices.sign_out_browser, name="profile-device-out"),
    path("logins/<uuid:pk>/out/", devices.sign_out_login, name="profile-login-out"),
    path("privacy/", privacy.privacy, name="profile-privacy"),
    path("privacy/export/", privacy.ask_export, name="profile-export-ask"),
    path("privacy/export/<int:pk>/", privacy.download_export, name="profile-export"),
    path("privacy/delete/", privacy.delete_account, name="profile-delete"),
    path("privacy/keep/", privacy.keep_account, name="profile-keep"),
    path("blocked/", blocks.blocked, name="profile-blocked"),
    path("blocked/<int:pk>/out/", blocks.unblock, name="profile-unblock"),
    path("<slug:key>/", profile.section, name="profile-section"),
]
