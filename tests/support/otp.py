"""A second factor for people of tests: a device, the code it shows now, a verified session."""

from binascii import unhexlify

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp

from peerlearn.accounts.models import AuthenticatorApp, User


def device_of(user: User) -> AuthenticatorApp:
    """Return somebody's authenticator app, giving them one if they have none."""
    return AuthenticatorApp.objects.get_or_create(user=user, defaults={"name": "phone"})[0]


def code_of(device: AuthenticatorApp) -> str:
    """Return the six digits the app shows now."""
    return f"{totp(unhexlify(device.secret)):06d}"


def log_in_verified(client: Client, user: User) -> AuthenticatorApp:
    """Log somebody in as after password and second factor; return the device that vouched."""
    device = device_of(user)
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return device
